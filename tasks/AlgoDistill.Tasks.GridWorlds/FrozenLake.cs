using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// FrozenLake as Gymnasium's FrozenLake-v1 has it: a slippery 4 × 4 lake to be crossed from the top left to the bottom right without
/// falling into a hole.
/// <para>Observation: the number of the agent's cell, row by row. Actions: left, down, right, up; the agent moves as it meant to with
/// probability <see cref="SuccessRate"/>, else to one of the two sides, each as likely; walls stop it. Start: cell 0. Reward: 1 at the step that
/// ends on cell 15, else 0. End: terminated there and in a hole, else truncated at the horizon.</para>
/// <para>Tasks: <see cref="Classic"/>, held out as number 0, and other maps drawn as Gymnasium draws them: each cell a hole with
/// probability 0.2, drawn again until the goal can be reached. Parameters: 16 numbers, 1 for a hole and 0 for ice, row by row.</para>
/// </summary>
public sealed record FrozenLake : FiniteTasks
{
    const int Side = 4, Cells = Side * Side, Goal = Cells - 1, Moves = 4;
    const double HoleRate = 0.2; // Gymnasium's
    const ulong MapKey = 1;      // key by which maps are drawn
    const int DrawsAMap = 100;   // 86 draws in 100 can be crossed; fewer are new as the 3828 such maps run out

    /// <summary>Gymnasium's time limit; its success rate is 1/3.</summary>
    public FrozenLake() => (Horizon, TrainShare) = (100, 0.8);

    /// <inheritdoc/>
    public override string Id => "frozen-lake/v1";

    /// <summary>Gymnasium's own map: SFFF, FHFH, FFFH, HFFG.</summary>
    public static TaskInstance Classic { get; } = new(0, Parameters(1 << 5 | 1 << 7 | 1 << 11 | 1 << 12));

    /// <summary>Probability that the agent moves as it meant to; 1 where the ice does not slip.</summary>
    public double SuccessRate { get; init => field = Require.InRange(value, 0, 1); } = 1 / 3.0; // Gymnasium's

    /// <summary>Maps beside the classic one, all different; fewer where no more are found.</summary>
    public int Maps { get; init => field = Require.InRange(value, 2, 5000); } = 200; // as many as a few thousand histories visit often

    /// <inheritdoc/>
    public override Space Observations => new Space.Discrete(Cells);

    /// <inheritdoc/>
    public override Space Actions => MoveOrder.FrozenLake.Actions;

    /// <inheritdoc/>
    public override SpaceWords ObservationWords => SpaceWords.OfComponents("cell");

    /// <inheritdoc/>
    public override SpaceWords ActionWords => MoveOrder.FrozenLake.Words;

    /// <summary>Draws the maps, shuffles and cuts them by <paramref name="seed"/>.</summary>
    public override TaskSplit Split(ulong seed)
    {
        var (rng, classic) = (new Rng(seed).Split(MapKey), Holes(Classic));
        var maps = Enumerable.Range(0, DrawsAMap * Maps).Select(_ => Draw(rng)).Distinct().Where(holes => holes != classic && CanBeCrossed(holes)).Take(Maps);
        return Cut(Classic, maps.Select(Parameters), seed);
    }

    /// <inheritdoc/>
    public override FiniteModel Model(TaskInstance task)
    {
        var holes = Holes(task);
        return new FiniteModel(Cells, Moves, [1, .. new double[Cells - 1]], Follow, (cell, observation) => observation[0] = cell);

        FiniteModel.Branch[] Follow(int cell, int action)
        {
            if (Ends(cell)) return [new(1, cell, 0, true)];
            var aside = (1 - SuccessRate) / 2;
            return [Slide(cell, (action + 3) % Moves, aside), Slide(cell, action, SuccessRate), Slide(cell, (action + 1) % Moves, aside)];
        }

        FiniteModel.Branch Slide(int cell, int action, double probability)
        {
            var next = MoveOrder.FrozenLake.Follow(cell, action, Side, Side);
            return new(probability, next, next == Goal ? 1 : 0, Ends(next));
        }

        bool Ends(int cell) => cell == Goal || (holes >> cell & 1) == 1;
    }

    // Maps are sets of holes: bit i for cell i
    static int Draw(Rng rng) => Enumerable.Range(1, Cells - 2).Sum(cell => rng.NextDouble() < HoleRate ? 1 << cell : 0);

    static ImmutableArray<double> Parameters(int holes) => [.. Enumerable.Range(0, Cells).Select(cell => (double)(holes >> cell & 1))];

    static bool CanBeCrossed(int holes)
    {
        var (reached, before) = (1, 0);
        while (reached != before)
        {
            before = reached;
            for (var cell = 0; cell < Cells; cell++)
                for (var action = 0; (before >> cell & 1) == 1 && action < Moves; action++)
                    reached |= 1 << MoveOrder.FrozenLake.Follow(cell, action, Side, Side) & ~holes;
        }

        return (reached >> Goal & 1) == 1;
    }

    int Holes(TaskInstance task)
    {
        if (task.Parameters is [0, .., 0] && task.Parameters.Length == Cells && task.Parameters.All(x => x is 0 or 1)
            && Enumerable.Range(0, Cells).Sum(cell => (int)task.Parameters[cell] << cell) is var holes && CanBeCrossed(holes)) return holes;
        throw new ArgumentException($"the parameters of a {Id} task are {Cells} numbers, 1 for a hole and 0 for ice, with a way from the first to the last; got {task}", nameof(task));
    }
}
