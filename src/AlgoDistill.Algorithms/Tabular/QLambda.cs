namespace AlgoDistill.Algorithms;

/// <summary>What a visit adds to the trace of an action in a state.</summary>
public enum TraceKind
{
    /// <summary>It adds 1.</summary>
    Accumulating,

    /// <summary>It sets the trace to 1 (Singh and Sutton, 1996).</summary>
    Replacing,
}

/// <summary>
/// Q(λ) (Watkins, 1989): the error r + γ max Q(s′, ·) − Q(s, a) of each step teaches all earlier ones too, as far as their trace, which fades by
/// γλ a step and is cut where an action was not greedy. With λ = 0 it is <see cref="QLearning"/>. Learns beyond a truncated end and takes a
/// terminal state's value as zero; every episode starts without traces.
/// </summary>
public sealed record QLambda : TabularLearner
{
    /// <inheritdoc/>
    public override string Id => "q-lambda";

    /// <summary>λ: how far back an error teaches.</summary>
    public double Lambda { get; init => field = Require.InRange(value, 0, 1); } = 0.75; // of the Q(λ) of Laskin et al. (2022), table 5

    /// <summary>What a visit adds.</summary>
    public TraceKind Traces { get; init; } = TraceKind.Replacing; // staying on a cell would pile up traces beyond any stable rate

    private protected override IAgent CreateAgent(ActionTables tables) => new Agent(tables, this);

    sealed class Agent(ActionTables tables, QLambda settings) : TabularAgent(tables)
    {
        readonly LiveTraces[] traces = [.. Enumerable.Range(0, tables.Streams).Select(_ => new LiveTraces(tables.Entries))];

        private protected override void Learn(int stream, int entry, float reward, EpisodeEnd end, int next)
        {
            var values = Tables.Of(stream);
            var trace = traces[stream];
            if (values[entry] < Tables.Greatest(stream, entry / Tables.Actions)) trace.Clear();
            var error = (end == EpisodeEnd.Terminated ? reward : reward + settings.Discount * Tables.Greatest(stream, next)) - values[entry];
            trace.Visit(entry, settings.Traces);
            trace.Teach(values, Tables.Rate(stream, entry) * error, settings.Discount * settings.Lambda);
            if (end != EpisodeEnd.None) trace.Clear();
        }
    }

    /// <summary>The traces of one stream: those that are not zero are listed.</summary>
    sealed class LiveTraces(int entries)
    {
        const double Least = 1e-9; // less is nothing: no value moves by more than that share of an error
        readonly double[] traces = new double[entries];
        readonly int[] live = new int[entries];
        int count;

        public void Visit(int entry, TraceKind kind)
        {
            if (traces[entry] == 0) live[count++] = entry;
            traces[entry] = kind == TraceKind.Replacing ? 1 : traces[entry] + 1;
        }

        public void Teach(Span<double> values, double amount, double fading)
        {
            var kept = 0;
            foreach (var entry in live.AsSpan(0, count))
            {
                values[entry] += amount * traces[entry];
                traces[entry] *= fading;
                if (traces[entry] > Least) live[kept++] = entry;
                else traces[entry] = 0;
            }

            count = kept;
        }

        public void Clear()
        {
            foreach (var entry in live.AsSpan(0, count)) traces[entry] = 0;
            count = 0;
        }
    }
}
