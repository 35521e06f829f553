using AlgoDistill.Data.Import;
using PureHDF;
using static AlgoDistill.Data.Tests.Import.Hdf5Layouts;

namespace AlgoDistill.Data.Tests.Import;

public class DicpImporterTests
{
    static HistoryStore Import(TemporaryFolder folder, string file) => StoreImport.Run(Importers.Find("dicp"), folder[file], folder[$"store of {file}"]);

    [Theory]
    [InlineData(3, 10)]
    [InlineData(10, 10)] // the axes cannot be told by their sizes
    public void Every_stream_of_a_task_is_a_history_that_holds_every_number(int streams, int steps)
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(7);
        Dicp[] tasks = [Dicp.Random(rng, streams, steps), Dicp.Random(rng, streams, steps)];
        Write(new H5File { ["0"] = tasks[0].Group(), ["1"] = tasks[1].Group(Storage.ShuffledGzip) }, folder["data.hdf5"]);
        var store = Import(folder, "data.hdf5");
        Assert.Empty(store.Verify());
        var histories = store.ReadAll();
        Assert.Equal(2 * streams, histories.Count);
        foreach (var (i, history) in histories.Index())
        {
            var (task, stream) = (tasks[i / streams], i % streams);
            Assert.Equal((i / streams, stream, new TaskInstance(i / streams, [])), (history.Run, history.Stream, history.Task));
            Assert.Equal(Stream(task.States, streams, stream, 2), history.Columns.Observations);
            Assert.Equal(Stream(task.Actions, streams, stream, 1), history.Columns.Actions);
            Assert.Equal(Stream(task.Rewards, streams, stream, 1), history.Columns.Rewards);
            Assert.Equal(Stream(task.Dones, streams, stream, 1).Select(done => done == 1 ? EpisodeEnd.Terminated : EpisodeEnd.None), history.Columns.Ends);
            Assert.Equal(task.Optimal[(stream * steps)..((stream + 1) * steps)], Enumerable.Range(0, steps).Select(row => (float)history.Columns.Extra[0][row]!)); // the other way round
        }

        Assert.Equal(new ExtraField("optimal_action", ExtraType.Float), Assert.Single(store.Manifest.Extra!.Value));
        Assert.Equal(["update", "log_probability", "final_observation"], store.Manifest.Absent);
    }

    [Fact]
    public void Meta_World_has_real_vectors_and_success_for_every_step()
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(7);
        var (states, actions, rewards, success) = (Real(rng, 4 * 2 * 18), Real(rng, 4 * 2 * 4), Real(rng, 8), Whole(rng, 8, 2));
        var group = new H5Group
        {
            ["states"] = Dataset(states, [4, 2, 18]), ["actions"] = Dataset(actions, [4, 2, 4]), ["rewards"] = Dataset(rewards, [4, 2]),
            ["next_states"] = Dataset(states, [4, 2, 18]), ["dones"] = Flags(new float[8], [4, 2]), ["success"] = Dataset(success, [4, 2]),
        };
        Write(new H5File { ["0"] = group }, folder["history_reach-v2_PPO_alg-seed3.hdf5"]);
        var store = Import(folder, "history_reach-v2_PPO_alg-seed3.hdf5");
        Assert.Empty(store.Verify());
        foreach (var history in store.ReadAll())
        {
            Assert.Equal(Stream(states, 2, history.Stream, 18), history.Columns.Observations);
            Assert.Equal(Stream(actions, 2, history.Stream, 4), history.Columns.Actions);
            Assert.Equal(Stream(success, 2, history.Stream, 1), Enumerable.Range(0, 4).Select(row => (float)history.Columns.Extra[0][row]!));
        }

        Assert.Equal(new Space.Box(4, float.NegativeInfinity, float.PositiveInfinity), store.Manifest.Actions);
        Assert.Equal("""{"ignored":["next_states"],"environment":"reach-v2","algorithm":"PPO","seed":"3"}""", store.Manifest.Plan.Algorithm.Parameters["details"]!.ToJsonString());
    }

    [Fact]
    public void Labels_that_are_not_turned_are_refused()
    {
        using var folder = new TemporaryFolder();
        var task = Dicp.Random(new Rng(1));
        var group = task.Group();
        group["optimal_actions"] = Dataset(As<int>(task.Optimal), [10, 3]);
        Write(new H5File { ["0"] = group }, folder["data.hdf5"]);
        Assert.Equal("/0/optimal_actions: has the shape (10, 3); by the rewards, its first axes must be (3, 10), and it has no more",
            Assert.Throws<StoreException>(() => Import(folder, "data.hdf5")).Fault);
    }
}
