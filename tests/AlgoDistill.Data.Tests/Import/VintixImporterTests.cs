using AlgoDistill.Data.Import;
using PureHDF;
using static AlgoDistill.Data.Tests.Import.Hdf5Layouts;

namespace AlgoDistill.Data.Tests.Import;

public class VintixImporterTests
{
    static HistoryStore Import(TemporaryFolder folder, string source = "data", string store = "store") => StoreImport.Run(Importers.Find("vintix"), folder[source], folder[store]);

    static string Refused(Action<H5File> change)
    {
        using var folder = new TemporaryFolder();
        var file = Vintix.Random(new Rng(1), 7, 5).File(10);
        change(file);
        Write(file, folder["data/bad.h5"]);
        var error = Assert.Throws<StoreException>(() => Import(folder));
        Assert.Equal(folder["data/bad.h5"], error.File);
        return error.Fault;
    }

    [Fact]
    public void Every_trajectory_is_a_history_that_holds_every_number()
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(7);
        var trajectories = new Dictionary<string, Vintix>
        {
            ["hopper/a.h5"] = Vintix.Random(rng, 13, 10, 12), // 35 steps: ten groups of three and one of five, and names that sort otherwise as text
            ["hopper/b.h5"] = Vintix.Random(rng, 3, 30), ["walker/c.h5"] = Vintix.Random(rng, 1, 1, 5),
        };
        foreach (var (name, trajectory) in trajectories) Write(trajectory.File(3), folder[$"data/{name}"]);
        Vintix.WriteMetadata(folder["data/hopper"], "Hopper-v4");
        var store = Import(folder);
        Assert.Empty(store.Verify());
        var histories = store.ReadAll();
        Assert.Equal([(0, 0), (1, 0), (2, 1)], histories.Select(history => (history.Run, history.Task.Index)));
        foreach (var (history, expected) in histories.Zip(trajectories.Values))
        {
            Assert.Equal(expected.Observations, history.Columns.Observations);
            Assert.Equal(expected.Actions, history.Columns.Actions);
            Assert.Equal(expected.Rewards, history.Columns.Rewards);
            Assert.Equal(expected.Steps.Skip(1).Select(step => step == 0 ? EpisodeEnd.Truncated : EpisodeEnd.None).Append(EpisodeEnd.None), history.Columns.Ends);
        }

        Assert.Equal(["update", "log_probability", "final_observation"], store.Manifest.Absent);
        Assert.Equal("Hopper-v4", (string)store.Manifest.Plan.Algorithm.Parameters["details"]!["tasks"]![0]!["task_name"]!);
        Assert.Equal(new Space.Box(3, float.NegativeInfinity, float.PositiveInfinity), store.Manifest.Observations);
    }

    [Fact]
    public void One_file_alone_is_one_history()
    {
        using var folder = new TemporaryFolder();
        Write(Vintix.Random(new Rng(1), 7, 5).File(10), folder["data/a.h5"]);
        Assert.Equal((12, 2), Assert.Single(Import(folder, "data/a.h5").ReadAll()) is var history ? (history.Length, history.Episodes) : default);
    }

    [Fact]
    public void A_malformed_group_is_named()
    {
        Assert.Equal("/10-11/reward: is missing", Refused(file => ((H5Group)file["10-11"]).Remove("reward")));
        Assert.Equal("/tenth: is no group of steps; its name must be FIRST-LAST, its first and last step", Refused(file => file["tenth"] = new H5Group()));
        Assert.Equal("/10-11: begins with step 10, and 0 steps come before it; a group is missing or there twice", Refused(file => file.Remove("0-9")));
        Assert.Equal("has no group of steps", Refused(file => file.Clear()));
        Assert.Equal("/10-11/action: has the shape (3, 2); there are 2 rewards, and as many rows of at least one number must be in each",
            Refused(file => ((H5Group)file["10-11"])["action"] = Dataset(new float[6], [3, 2])));
        Assert.Equal("/10-11/action: has 4 numbers a row; the first group has 2", Refused(file => ((H5Group)file["10-11"])["action"] = Dataset(new float[8], [2, 4])));
        Assert.Equal("/10-11/reward, index (1): is NaN; it must be a finite number", Refused(file => ((H5Group)file["10-11"])["reward"] = Dataset([0, float.NaN], [2])));
        Assert.Equal("/0-9: holds 9 steps; by its name it has 10", Refused(file => file["0-9"] = Vintix.Random(new Rng(1), 9).File(9)["0-8"]));
    }

    [Fact]
    public void Steps_that_do_not_count_are_refused()
    {
        Assert.Equal("step_num, row 11: is 3; an episode begins with 0 and goes up, and the row before has 3", Refused(file => ((H5Group)file["10-11"])["step_num"] = Dataset([3, 3], [2])));
        Assert.Equal("step_num, row 0: is 1; an episode begins with 0 and goes up, and the row before has none",
            Refused(file => ((H5Group)file["0-9"])["step_num"] = Dataset(Enumerable.Range(1, 10).ToArray(), [10])));
    }

    [Fact]
    public void Tasks_of_other_widths_are_sent_away_one_by_one()
    {
        using var folder = new TemporaryFolder();
        Write(Vintix.Random(new Rng(1), 7).File(10), folder["data/a/a.h5"]);
        Write(new H5File
        {
            ["0-0"] = new H5Group { ["proprio_observation"] = Dataset(new float[5], [1, 5]), ["action"] = Dataset(new float[1], [1, 1]), ["reward"] = Dataset(new float[1], [1]), ["step_num"] = Dataset(new int[1], [1]) },
        }, folder["data/b/b.h5"]);
        Assert.Contains("has 5 numbers an observation and 1 an action; the first file has 3 and 2. A store holds one kind: import such tasks one by one",
            Assert.Throws<StoreException>(() => Import(folder)).Fault, StringComparison.Ordinal);
        Assert.Equal(1, Import(folder, "data/b").Manifest.Rows);
    }
}
