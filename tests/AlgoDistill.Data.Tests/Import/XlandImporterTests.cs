using AlgoDistill.Data.Import;
using PureHDF;
using static AlgoDistill.Data.Tests.Import.Hdf5Layouts;

namespace AlgoDistill.Data.Tests.Import;

public class XlandImporterTests
{
    static HistoryStore Import(TemporaryFolder folder) => StoreImport.Run(Importers.Find("xland"), folder["data.hdf5"], folder["store"]);

    static string Refused(Action<H5Group> change)
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(1);
        var (sound, changed) = (Xland.Random(rng).Group(100), Xland.Random(rng).Group(101));
        change(changed);
        Write(new H5File { ["0"] = sound, ["1"] = changed }, folder["data.hdf5"]);
        var error = Assert.Throws<StoreException>(() => Import(folder));
        Assert.Equal(folder["data.hdf5"], error.File);
        return error.Fault;
    }

    public static TheoryData<string> Storages => [.. Enum.GetNames<Storage>()];

    [Theory]
    [MemberData(nameof(Storages))]
    public void Every_stream_of_a_task_is_a_history_that_holds_every_number(string storage)
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(7);
        // Names that sort otherwise as text; more streams and steps than a chunk
        var tasks = ((int[])[0, 2, 10]).ToDictionary(number => number, number => Xland.Random(rng, 3, 9 + number));
        var file = new H5File();
        foreach (var (number, task) in tasks.Reverse()) file[$"{number}"] = task.Group(1000 + number, Enum.Parse<Storage>(storage));
        Write(file, folder["data.hdf5"]);
        var store = Import(folder);
        Assert.Empty(store.Verify());
        var histories = store.ReadAll();
        Assert.Equal(tasks.Keys.Order().SelectMany(number => Enumerable.Range(0, 3).Select(stream => (number, stream))), histories.Select(history => (history.Run, history.Stream)));
        foreach (var history in histories)
        {
            var task = tasks[history.Run];
            float[] Part(float[] array, int width = 1) => array[(history.Stream * task.Steps * width)..((history.Stream + 1) * task.Steps * width)];
            Assert.Equal(new TaskInstance(history.Run, [1000 + history.Run]), history.Task);
            Assert.Equal(Part(task.States, 25), history.Columns.Observations);
            Assert.Equal(Part(task.Actions), history.Columns.Actions);
            Assert.Equal(Part(task.Rewards), history.Columns.Rewards);
            Assert.Equal(Part(task.Dones).Select(done => done == 1 ? EpisodeEnd.Terminated : EpisodeEnd.None), history.Columns.Ends);
            Assert.Equal(Part(task.Expert), Enumerable.Range(0, history.Length).Select(row => (float)history.Columns.Extra[0][row]!));
        }
    }

    [Fact]
    public void The_manifest_says_what_the_file_is_and_what_it_lacks()
    {
        using var folder = new TemporaryFolder();
        var group = Xland.Random(new Rng(1)).Group(5);
        group["values"] = Dataset(new float[30], [3, 10]);
        Write(new H5File { ["0"] = group, ["readme"] = new H5Group() }, folder["data.hdf5"]);
        var manifest = Import(folder).Manifest;
        Assert.Equal(["update", "log_probability", "final_observation"], manifest.Absent);
        Assert.Equal(new ExtraField("expert_action", ExtraType.Float), Assert.Single(manifest.Extra!.Value));
        Assert.Equal(25, manifest.Observations.Width);
        Assert.Equal("imported/xland", manifest.Plan.Tasks.Id);
        Assert.Equal("""{"env-id":"XLand-MiniGrid-R1-9x9","benchmark-id":"trivial-1m","ignored":["values","readme"]}""", manifest.Plan.Algorithm.Parameters["details"]!.ToJsonString());
        Assert.Equal("task_parameters", (string)manifest.Plan.Algorithm.Parameters["mapping"]!["ruleset-id"]!);
    }

    [Theory]
    [InlineData("states", "/1/states: is missing")]
    [InlineData("actions", "/1/actions: is missing")]
    [InlineData("rewards", "/1/rewards: is missing")]
    [InlineData("dones", "/1/dones: is missing")]
    [InlineData("expert_actions", "/1/expert_actions: is missing")]
    public void A_dataset_that_is_missing_is_named(string name, string says) => Assert.Equal(says, Refused(group => group.Remove(name)));

    [Theory]
    [InlineData("states", new[] { 3, 9, 5, 5 }, "/1/states: has the shape (3, 9, 5, 5); by the rewards, its first axes must be (3, 10)")]
    [InlineData("states", new[] { 3, 10, 4, 4 }, "/1/states: has (4, 4) whole numbers a row; /0/states has (5, 5) whole numbers a row")]
    [InlineData("states", new[] { 30 }, "/1/states: has the shape (30)")]
    [InlineData("actions", new[] { 10, 3 }, "/1/actions: has the shape (10, 3); by the rewards, its first axes must be (3, 10)")]
    [InlineData("rewards", new[] { 30 }, "/1/rewards: has the shape (30); it must have two axes, streams and time")]
    [InlineData("dones", new[] { 3, 10, 1 }, "/1/dones: has the shape (3, 10, 1); by the rewards, its first axes must be (3, 10), and it has no more")]
    [InlineData("expert_actions", new[] { 2, 10 }, "/1/expert_actions: has the shape (2, 10); by the rewards")]
    public void A_wrong_shape_is_named(string name, int[] shape, string says) =>
        Assert.Contains(says, Refused(group => group[name] = Dataset(new byte[shape.Aggregate(1, (product, size) => product * size)], shape)), StringComparison.Ordinal);

    [Theory]
    [InlineData("rewards", float.NaN, "/1/rewards, index (1, 4): is NaN; it must be a finite number")]
    [InlineData("rewards", float.PositiveInfinity, "/1/rewards, index (1, 4): is Infinity; it must be a finite number")]
    [InlineData("expert_actions", float.NaN, "/1/expert_actions, index (1, 4): is NaN; it must be a finite number")]
    [InlineData("dones", 2, "/1/dones, stream 1, step 4: is 2; it must be 0 or 1")]
    public void A_wrong_value_is_named_by_its_index(string name, float value, string says) =>
        Assert.Equal(says, Refused(group => group[name] = Dataset(Enumerable.Range(0, 30).Select(i => i == 14 ? value : 0).ToArray(), [3, 10])));

    [Fact]
    public void What_is_no_number_is_refused()
    {
        Assert.Contains("/1/actions: holds VariableLength", Refused(group => group["actions"] = Enumerable.Repeat("left", 30).ToArray()), StringComparison.Ordinal);
        Assert.Equal("/1/actions, index (0, 0): is 16777216; it must be a whole number below 16777216, which a float holds exactly",
            Refused(group => group["actions"] = Dataset(Enumerable.Repeat((1 << 24) + 1, 30).ToArray(), [3, 10])));
    }

    [Fact]
    public void Attributes_must_tell_which_task_it_was()
    {
        Assert.Equal("/1, attribute ruleset-id: is missing", Refused(group => group.Attributes.Remove("ruleset-id")));
        Assert.Contains("/1, attribute ruleset-id: is VariableLength", Refused(group => group.Attributes["ruleset-id"] = "7"), StringComparison.Ordinal);
        Assert.Equal("/1, attribute benchmark-id: is \"medium-1m\"; that of /0 is \"trivial-1m\", and all tasks must have the same", Refused(group => group.Attributes["benchmark-id"] = "medium-1m"));
    }
}
