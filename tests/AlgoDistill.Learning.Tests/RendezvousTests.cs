namespace AlgoDistill.Learning.Tests;

public sealed class RendezvousTests
{
    const string Torchrun = "RANK=3 WORLD_SIZE=8 LOCAL_RANK=1 MASTER_ADDR=node7 MASTER_PORT=29500";
    const string Slurm = "SLURM_PROCID=3 SLURM_NTASKS=8 SLURM_LOCALID=1 SLURM_JOB_NODELIST=node[07-10] SLURM_JOB_ID=4000123";

    [Theory]
    [InlineData(Torchrun, 3, 8, 1, "node7", 29500)]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=::1 MASTER_PORT=1", 0, 2, 0, "::1", 1)]
    [InlineData(Slurm, 3, 8, 1, "node07", 15000 + 4000123 % 15000)]
    [InlineData(Slurm + " MASTER_ADDR=10.0.0.1 MASTER_PORT=4321", 3, 8, 1, "10.0.0.1", 4321)]
    [InlineData(Torchrun + " " + Slurm, 3, 8, 1, "node7", 29500)]
    public void TheVariablesSayWhoOneIs(string variables, int rank, int size, int local, string host, int port) =>
        Assert.Equal(new Rendezvous(rank, size, local, host, port), Read(variables));

    [Theory]
    [InlineData("")]
    [InlineData("MASTER_ADDR=node7 MASTER_PORT=29500")]
    [InlineData("RANK=0 WORLD_SIZE=1")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=1")]
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4")]
    public void OneProcessNeedsNoMeeting(string variables) => Assert.Null(Read(variables));

    [Theory]
    [InlineData("RANK=0", "WORLD_SIZE is missing")]
    [InlineData("WORLD_SIZE=2", "RANK is missing")]
    [InlineData("RANK=2 WORLD_SIZE=2", "RANK is \"2\"; allowed is a whole number from 0 to 1")]
    [InlineData("RANK=-1 WORLD_SIZE=2", "RANK is \"-1\"")]
    [InlineData("RANK=0 WORLD_SIZE=0", "WORLD_SIZE is \"0\"; allowed is a whole number from 1 to 65535")]
    [InlineData("RANK=0 WORLD_SIZE=two", "WORLD_SIZE is \"two\"")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_PORT=1", "MASTER_ADDR is missing")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a", "MASTER_PORT is missing")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=65536", "MASTER_PORT is \"65536\"")]
    [InlineData("RANK=0 WORLD_SIZE=2 LOCAL_RANK=1 MASTER_ADDR=a MASTER_PORT=1", "LOCAL_RANK is \"1\"; allowed is a whole number from 0 to 0")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=2 SLURM_LOCALID=0 SLURM_JOB_ID=1", "SLURM_JOB_NODELIST is missing")]
    [InlineData("SLURM_PROCID=4 SLURM_NTASKS=2", "SLURM_PROCID is \"4\"; allowed is a whole number from 0 to 1")]
    public void SenselessVariablesAreNamed(string variables, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => Read(variables)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("node1", "node1")]
    [InlineData("node1,node2", "node1")]
    [InlineData("node[07-10]", "node07")]
    [InlineData("node[7,9-12]", "node7")]
    [InlineData("node[12]", "node12")]
    [InlineData("gpu-a[001-128],login", "gpu-a001")]
    [InlineData("login,gpu-a[001-128]", "login")]
    [InlineData("rack[0-1]node[07-09,12]", "rack0node07")]
    [InlineData("node[1-4].cluster.example", "node1.cluster.example")]
    public void TheFirstMachineOfASlurmList(string list, string first) => Assert.Equal(first, Rendezvous.FirstNode(list));

    [Theory]
    [InlineData("")]
    [InlineData(",node1")]
    [InlineData("node[1-2")]
    [InlineData("node[]")]
    public void ABrokenListIsRefused(string list) => Assert.Throws<ArgumentException>(() => Rendezvous.FirstNode(list));

    static Rendezvous? Read(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return Rendezvous.Read(values.GetValueOrDefault);
    }
}
