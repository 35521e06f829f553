namespace AlgoDistill.Tests.Examples;

/// <summary>A corridor with a hidden exit at one end. Observation: own cell. Actions: left, right. Reward: 1 at the exit, which ends the episode.</summary>
public sealed record HiddenDoor : ITaskDistribution
{
    /// <inheritdoc/>
    public string Id => "hidden-door/v1";

    /// <summary>Cells.</summary>
    public int Length { get; init => field = Require.InRange(value, 3, 99); } = 5;

    /// <inheritdoc/>
    public int Horizon => 2 * Length;

    /// <inheritdoc/>
    public Space Observations => new Space.Discrete(Length);

    /// <inheritdoc/>
    public Space Actions => new Space.Discrete(2);

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => TaskSplit.Cut([[0.0], [Length - 1.0]], train: 1, seed);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new Corridor(this, Exit(task));

    /// <inheritdoc/>
    public References References(TaskInstance task) => new(1, RandomReturn(Exit(task)), "the exit is within reach; the exit within the horizon, by propagation");

    int Exit(TaskInstance task) => task.Parameters is [var exit] && (exit == 0 || exit == Length - 1) ? (int)exit
        : throw new ArgumentException($"the parameter of a {Id} task is its exit, 0 or {Length - 1}; got {task}", nameof(task));

    double RandomReturn(int exit)
    {
        var now = new double[Length];           // probability of each cell; the exit keeps what reaches it
        now[Length / 2] = 1;
        for (var step = 0; step < Horizon; step++)
        {
            var next = new double[Length];
            for (var cell = 0; cell < Length; cell++)
                foreach (var to in cell == exit ? [exit, exit] : (int[])[Math.Max(cell - 1, 0), Math.Min(cell + 1, Length - 1)]) next[to] += now[cell] / 2;
            now = next;
        }

        return now[exit];
    }

    sealed class Corridor(HiddenDoor family, int exit) : IEnvironment
    {
        int cell, step;

        public void Reset(Span<float> observation) => (cell, step, observation[0]) = (family.Length / 2, 0, family.Length / 2);

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            family.Actions.Check(action, nameof(action));
            cell = Math.Clamp(cell + (action[0] == 0 ? -1 : 1), 0, family.Length - 1);
            observation[0] = cell;
            if (cell == exit) return new Outcome(1, EpisodeEnd.Terminated);
            return new Outcome(0, ++step == family.Horizon ? EpisodeEnd.Truncated : EpisodeEnd.None);
        }
    }
}
