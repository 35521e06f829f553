namespace AlgoDistill.Cli.Tests;

public class MpirunReportTests
{
    static readonly string Rule = new('-', 74);

    [Fact]
    public void What_ranks_say_is_shown_and_what_mpirun_says_is_not()
    {
        var (report, shown) = Read("training: 1 of 20", Rule, "WARNING: no network", Rule, "mpirun: Forwarding signal 10 to job", "[node-1:42] 1 more process has sent help",
            "training: 2 of 20");
        Assert.Equal("training: 1 of 20\ntraining: 2 of 20\n", shown);
        Assert.False(report.HasComplaint);
    }

    [Fact]
    public void The_first_complaint_of_a_rank_is_shown()
    {
        var (report, shown) = Read("algodistill: rank 1 failed: no", "algodistill: rank 0 failed: no", Rule, "MPI_ABORT was invoked on rank 1 in communicator MPI_COMM_WORLD", "with errorcode 2.", Rule);
        Assert.Equal("algodistill: rank 1 failed: no\n", shown);
        Assert.True(report.HasComplaint);
    }

    [Theory]
    [InlineData("rank 3 was ended by signal 9; the others have been stopped", "Primary job  terminated normally, but 1 process returned", "a non-zero exit code.",
        "mpirun noticed that process rank 3 with PID 0 on node vm exited on signal 9 (Killed).")]
    [InlineData("rank 3 was ended by signal 11; the others have been stopped", "mpirun noticed that process rank 3 with PID 7 on node a-rather-long-name exited on",
        "signal 11 (Segmentation fault).")]
    [InlineData("rank 1 failed with exit code 2; ", "MPI_ABORT was invoked on rank 1 in communicator MPI_COMM_WORLD", "with errorcode 2.")]
    [InlineData("rank 2 failed with exit code 134; ", "mpirun detected that one or more processes exited with non-zero status", "  Process name: [[55131,1],2]", "  Exit code:    134")]
    [InlineData("mpirun has ended the ranks: BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES", "=   BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES", "=   EXIT CODE: 9")]
    public void The_rank_that_ended_the_job_is_named(string why, params string[] lines)
    {
        var (report, shown) = Read([Rule, .. lines, Rule]);
        Assert.Empty(shown);
        Assert.StartsWith(why, report.Obituary(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_word_there_is_the_exit_code() => Assert.Equal("mpirun has ended the ranks: exit code 5", Read().Report.Obituary(5));

    static (MpirunReport Report, string Shown) Read(params string[] lines)
    {
        var shown = new StringWriter();
        var report = new MpirunReport(shown);
        foreach (var line in lines) report.Read(line);
        return (report, shown.ToString());
    }
}
