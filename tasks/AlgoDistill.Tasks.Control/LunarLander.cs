using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>
/// Gymnasium's LunarLander-v3, discrete and continuous: land a rocket on the pad in the middle of a random terrain, in Box2D.
/// <para>Observation: x and y from the pad (half widths and half heights of the view), their velocities (a fiftieth of those a second), angle (radians),
/// angular velocity (0.4 radians a second), and whether each leg touches the ground. The first leg is the right one.
/// Actions: nothing, left engine, main engine, right engine; or, <see cref="Continuous"/>, two throttles in [−1, 1]: main (off below 0, then from half
/// to full power) and side (the left engine below −0.5, the right one above 0.5). Each engine's impulse is dispersed at random.
/// Start: at the top centre, above a new terrain, pushed by a random force for one step.</para>
/// <para>Reward: growth of a potential (nearer, slower and more upright are better, 10 for each leg on the ground), less 0.30 for a step of the main engine
/// and 0.03 for one of a side engine, at full throttle. End: terminated with −100 in place of that when the hull touches the ground or x leaves
/// [−1, 1], and with +100 when the lander has come to rest; truncated at the horizon.</para>
/// <para>Tasks: parameters (gravity, main engine power, wind power, turbulence power). Gravity and power are Gymnasium's (−10 and 13), more or less by a
/// share in [0, <see cref="Spread"/>); winds have such a share of the strongest that Gymnasium recommends (20 and 2). Shifted: shares in
/// [<see cref="Spread"/>, 2 × <see cref="Spread"/>). Streams of tasks are endless, and train, test and shifted ones have nothing in common.</para>
/// <para>Differences from Gymnasium: Box2D is 2.4.1 where box2d-py has 2.3, whose joint limits differ in detail; the engines' smoke, which touches nothing that
/// lands, is left out. Box2D computes in single precision: the same seed gives the same bytes on the same processor and library.</para>
/// </summary>
public sealed record LunarLander : ITaskDistribution
{
    // Keys by which the sets of a split are drawn.
    const ulong TrainKey = 1, TestKey = 2, ShiftedKey = 3;

    const int ReferenceEpisodes = 100; // a tenth of a second

    /// <summary>Gymnasium's lander: no wind.</summary>
    public static TaskInstance Classic { get; } = new(0, LunarLanderParameters.Classic.Values);

    /// <inheritdoc/>
    public string Id => Continuous ? "lunar-lander-continuous/v1" : "lunar-lander/v1";

    /// <summary>Whether actions are throttles rather than one engine at full power.</summary>
    public bool Continuous { get; init; }

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1000; // Gymnasium's

    /// <summary>How far tasks are from Gymnasium's constants, as a share; with 0 every task is <see cref="Classic"/>. Beyond 1/8 the weakest engine of a shifted task could hardly lift the heaviest lander.</summary>
    public double Spread { get; init => field = Require.InRange(value, 0, 0.125); } = 0.1; // ours

    /// <inheritdoc/>
    public string? Obstacle => LunarLanderWorld.Obstacle;

    /// <inheritdoc/>
    public Space Observations { get; } = new Space.Box(8, float.NegativeInfinity, float.PositiveInfinity);

    /// <inheritdoc/>
    public Space Actions => Continuous ? new Space.Box(2, -1, 1) : new Space.Discrete(4);

    /// <inheritdoc/>
    public SpaceWords ObservationWords =>
        SpaceWords.OfComponents("x", "y", "x velocity", "y velocity", "angle", "angular velocity", "right leg contact", "left leg contact");

    /// <inheritdoc/>
    public SpaceWords ActionWords => Continuous ? SpaceWords.OfComponents("main throttle", "side throttle")
        : SpaceWords.OfValues("nothing", "left engine", "main engine", "right engine");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed)
    {
        var rng = new Rng(seed);
        return new TaskSplit(
            TaskSet.Stream(rng.Split(TrainKey), task => Draw(task, 0, Spread)),
            TaskSet.Stream(rng.Split(TestKey), task => Draw(task, 0, Spread)),
            TaskSet.Stream(rng.Split(ShiftedKey), task => Draw(task, Spread, 2 * Spread)));

        static ImmutableArray<double> Draw(Rng rng, double least, double most) => LunarLanderParameters.Draw(rng, least, most).Values;
    }

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => Make(task, rng);

    /// <summary>Gymnasium's heuristic controller, whatever the task's gravity, engine and wind.</summary>
    public IAgent CreateExpert(TaskInstance task) => new LunarLanderExpert(Continuous);

    /// <summary>
    /// Random: the mean over a fixed set of random episodes. Optimal is a bound: the rewards before the last are the growth of a potential, which is 20 at
    /// most (at rest on the pad, upright, on both legs), less the fuel, and the last is 100 at most; so no policy earns more than 120 less the first potential.
    /// </summary>
    public References References(TaskInstance task)
    {
        using var environment = Make(task, new Rng(0));
        var (bounds, returns) = (new double[ReferenceEpisodes], new double[ReferenceEpisodes]);
        var (observation, action, rng) = (new float[Observations.Width], new float[Actions.Width], new Rng(1));
        for (var episode = 0; episode < ReferenceEpisodes; episode++)
        {
            environment.Reset(observation);
            bounds[episode] = 100 + 20 - environment.Shaping;
            for (var end = EpisodeEnd.None; end == EpisodeEnd.None;)
            {
                Actions.DrawUniform(rng, action);
                (var reward, end) = environment.Step(action, observation);
                returns[episode] += reward;
            }
        }

        var random = returns.Average();
        var error = Math.Sqrt(returns.Average(x => (x - random) * (x - random)) / ReferenceEpisodes);
        return new References(bounds.Average(), random, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"bound: 100 for landing + 20 for the legs - first potential, over {ReferenceEpisodes} starts; as many random episodes, standard error {error:F1}"), error);
    }

    LunarLanderEnvironment Make(TaskInstance task, Rng rng)
    {
        var parameters = LunarLanderParameters.Of(task, Id);
        return Obstacle is { } obstacle ? throw new DllNotFoundException(obstacle) : new(parameters, Actions, Horizon, rng);
    }
}
