using AlgoDistill.Algorithms;
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
        var before = Tensor.TotalCount;
        Run(id);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_history_does_not_depend_on_threads_or_on_agents_beside_it(string id)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        var alone = Run(id);
        set_num_threads(2);
        var beside = new IReadOnlyList<LearningHistory>[4];
        Parallel.For(0, beside.Length, i => beside[i] = Run(id));
        set_num_threads(threads);
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

    static IReadOnlyList<LearningHistory> Run(string id)
    {
        var algorithm = Catalogue.Algorithm(id);
        ITaskDistribution tasks = algorithm is Sac ? new Pendulum() : new DarkRoom { Size = 5 };
        return Interaction.Run(tasks, [.. Enumerable.Repeat(tasks.Split(0).Train[0], 8)], algorithm, algorithm is Sac ? 150 : 300, new Rng(7)); // Sac's steps are dear
    }
}
