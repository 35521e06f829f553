using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Bandits;

/// <summary>
/// The adversarial bandit of Laskin et al. (2022), with the arms' distributions that Sinii et al. (2023) made explicit: arms that
/// pay 1 or 0, where half of the arms are better than the other half.
/// <para>Observation: nothing (always 0). Actions: the arms, counted from 0. Reward: 1 with the arm's probability, else 0.
/// End: truncated at the horizon; a new episode plays the same arms.</para>
/// <para>Tasks: parameters are the arms' probabilities. With probability <see cref="OddShare"/> the odd arms are the better ones,
/// odd arms uniform in [0.5, 1) and even arms in [0, 0.5), else the other way round. Shifted: the even arms are the better ones with
/// that probability. Streams of tasks are endless, and train, test and shifted ones have nothing in common.</para>
/// </summary>
public sealed record BernoulliBandit : ITaskDistribution
{
    /// <inheritdoc/>
    public string Id => "bernoulli-bandit/v1";

    /// <summary>Arms.</summary>
    public int Arms { get; init => field = Require.InRange(value, 2, 10_000); } = 10; // the paper's

    /// <summary>Trials an episode.</summary>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 100; // the paper's

    /// <summary>Share of the train and test tasks in which the odd arms are the better ones.</summary>
    public double OddShare { get; init => field = Require.InRange(value, 0, 1); } = 0.95; // the paper's

    /// <inheritdoc/>
    public Space Observations { get; } = new Space.Discrete(1);

    /// <inheritdoc/>
    public Space Actions => new Space.Discrete(Arms);

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => BanditParameters.Split(seed, task => Draw(task, better: 1), task => Draw(task, better: 0));

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng)
    {
        var probabilities = Probabilities(task);
        return new BanditEnvironment(this, observation => observation[0] = 0, (_, arm) => rng.NextDouble() < probabilities[arm] ? 1 : 0);
    }

    /// <inheritdoc/>
    public References References(TaskInstance task)
    {
        var probabilities = Probabilities(task);
        return new References(Horizon * probabilities.Max(), Horizon * probabilities.Average(), "horizon × best arm; horizon × mean arm");
    }

    /// <inheritdoc/>
    public FiniteModel Model(TaskInstance task)
    {
        var probabilities = Probabilities(task);
        return new FiniteModel(1, Arms, [1], (_, arm) => [new(probabilities[arm], 0, 1), new(1 - probabilities[arm], 0, 0)], (_, observation) => observation[0] = 0);
    }

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfComponents("arm");

    /// <summary>Draws the arms of one task: those whose number is odd (1) or even (0) like <paramref name="better"/> pay better with probability <see cref="OddShare"/>.</summary>
    ImmutableArray<double> Draw(Rng rng, int better)
    {
        if (rng.NextDouble() >= OddShare) better = 1 - better;
        return [.. Enumerable.Range(0, Arms).Select(arm => (arm % 2 == better ? 0.5 : 0) + 0.5 * rng.NextDouble())];
    }

    ImmutableArray<double> Probabilities(TaskInstance task) => BanditParameters.Require(this, task, Arms, "probabilities", 0, 1);
}
