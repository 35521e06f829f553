namespace AlgoDistill.Learning.Tests;

public sealed class StartedRankTests
{
    const string OpenMpi = "OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=8";
    const string Mpich = "PMI_RANK=2 PMI_SIZE=4";
    const string Srun = "SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2 SLURM_NTASKS=2 SLURM_STEP_ID=0";

    [Theory]
    [InlineData(OpenMpi, 3, 8)]
    [InlineData(Mpich, 2, 4)]
    [InlineData(Srun, 1, 2)]
    [InlineData(OpenMpi + " " + Srun, 3, 8)]    // mpirun within a step
    public void TheVariablesSayWhoOneIs(string variables, int rank, int size) => Assert.Equal(new StartedRank(rank, size), Read(variables));

    [Theory]
    [InlineData("")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_JOB_ID=7")]    // a batch script, and what it starts without srun
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_STEP_NUM_TASKS=1 SLURM_STEP_ID=4294967290")]   // salloc's shell
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1 " + Srun)]
    [InlineData("RANK=1 WORLD_SIZE=2")]     // torchrun speaks no MPI
    public void AProcessAloneIsNoRank(string variables) => Assert.Null(Read(variables));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_RANK is missing")]
    [InlineData("OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_RANK is \"2\"; allowed is a whole number from 0 to 1")]
    [InlineData("PMI_RANK=0 PMI_SIZE=0", "PMI_SIZE is \"0\"")]
    [InlineData("PMI_RANK=-1 PMI_SIZE=2", "PMI_RANK is \"-1\"")]
    [InlineData("SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=two", "SLURM_STEP_NUM_TASKS is \"two\"")]
    public void SenselessVariablesAreNamed(string variables, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => Read(variables)).Message, StringComparison.Ordinal);

    static StartedRank? Read(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return StartedRank.Read(values.GetValueOrDefault);
    }
}
