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
                ["report.html", "tables/results.csv", "tables/task-quartiles.csv", "tables/build.csv",
                    "tables/learning-curves.csv", "tables/task-returns.csv", "tables/visits-1-1.csv",
                    .. new[] { "learning-curves", "task-returns", "visits-1-1" }.SelectMany(name => new[] { "svg", "png", "pdf" }.Select(ending => $"figures/{name}.{ending}"))],
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
