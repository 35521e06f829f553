using AlgoDistill.Algorithms;
using AlgoDistill.Learning;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;
using static TorchSharp.torch;

namespace AlgoDistill.Tests;

/// <summary>Tests that count all tensors of the process, or change how it computes.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public class NeuralAgentTests
{
    public static TheoryData<string> Algorithms { get; } = new(SourceAlgorithms.Neural.Select(algorithm => algorithm.Id));

    [Theory, MemberData(nameof(Algorithms))]
    public void An_agent_frees_all_its_tensors(string id)
    {
        Run(id); // what is made once a process
        Assert.Equal(Growth(steps: 1), Growth(steps: null)); // TorchSharp counts each parameter twice and frees it once, whatever is learned

        long Growth(int? steps)
        {
            var before = Tensor.TotalCount;
            Run(id, steps);
            return Tensor.TotalCount - before;
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_history_does_not_depend_on_agents_beside_it(string id)
    {
        var engine = new TorchEngine(1); // sums of a matrix product may depend on the number of threads
        using var entered = engine.Enter();
        var alone = Run(id);
        var beside = new IReadOnlyList<LearningHistory>[4];
        Parallel.For(0, beside.Length, i =>
        {
            using var own = engine.Enter();
            beside[i] = Run(id);
        });
        foreach (var (expected, actual) in beside.SelectMany(histories => alone.Zip(histories))) Histories.AssertEqual(expected, actual);
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Streams_are_actors_of_one_learner(string id)
    {
        var histories = Run(id);
        Assert.True(Catalogue.Algorithm(id).StreamsShareLearner);
        Assert.True(histories[0].Columns.Updates[^1] > 0);
        Assert.All(histories, history => Assert.Equal(histories[0].Columns.Updates, history.Columns.Updates));
        Assert.NotEqual(histories[0].Columns.Actions, histories[1].Columns.Actions);
    }

    static IReadOnlyList<LearningHistory> Run(string id, int? steps = null)
    {
        var algorithm = Catalogue.Algorithm(id);
        ITaskDistribution tasks = algorithm is Sac ? new Pendulum() : new DarkRoom { Size = 5 };
        return Interaction.Run(tasks, [.. Enumerable.Repeat(tasks.Split(0).Train[0], 8)], algorithm, steps ?? Steps(algorithm), new Rng(7));
    }

    static int Steps(IAlgorithm algorithm) => algorithm is Sac ? 150 : 300; // Sac's are dear
}
