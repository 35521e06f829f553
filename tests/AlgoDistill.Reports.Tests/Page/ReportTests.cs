namespace AlgoDistill.Reports.Tests;

public sealed class ReportTests
{
    [Fact]
    public void AReportIsOnePageAndItsFiguresAndTables()
    {
        var folder = Directory.CreateTempSubdirectory("report-").FullName;
        try
        {
            var written = Synthetic.Grid().Build().Write(folder);
            Assert.Equal(
                ["report.html", "tables/results.csv", "tables/learning-curves.csv", "tables/task-returns.csv", "tables/visits-1-1.csv",
                    "figures/learning-curves.json", "figures/task-returns.json", "figures/visits-1-1.json",
                    "figures/learning-curves.svg", "figures/task-returns.svg", "figures/visits-1-1.svg"],
                written.Select(path => Path.GetRelativePath(folder, path)));
            Assert.All(written, path => Assert.True(new FileInfo(path).Length > 0));
            Assert.Equal(written.Count, Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
