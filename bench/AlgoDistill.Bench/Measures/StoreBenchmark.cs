using System.Diagnostics;
using AlgoDistill.Algorithms;
using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Bench.Measures;

/// <summary>Times a store of Dark Room histories: written, read, opened, and cut into windows from memory and from a file.</summary>
/// <param name="histories">Histories of 20,000 steps that are written and read.</param>
/// <param name="copies">So many times more rows are in the file that windows are read from.</param>
/// <param name="blocks">Blocks a row.</param>
/// <param name="batches">Batches of a block of windows from memory.</param>
/// <param name="warmUp">Least time before the first block of a row.</param>
public sealed class StoreBenchmark(int histories, int copies, int blocks, int batches, TimeSpan warmUp)
{
    const int Steps = 20_000, HistoriesPerPart = 10;                // the default rows of a part
    const int Batch = 64, Length = 200;
    const int OpenedHistories = 10_000, OpenedPerPart = 100;
    const int MemoryShare = 10;                                     // the file is so many times larger than what may be in memory of it
    static readonly DarkRoom Tasks = new();

    /// <summary>Steady medians, within a minute.</summary>
    public static StoreBenchmark Full { get; } = new(histories: 200, copies: 5, blocks: 5, batches: 200, TimeSpan.FromSeconds(2));

    /// <summary>A first look, within 20 seconds.</summary>
    public static StoreBenchmark Quick { get; } = new(histories: 20, copies: 2, blocks: 3, batches: 20, TimeSpan.FromSeconds(0.2));

    /// <summary>Times everything.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<StoreRow> Run(IMonitor monitor, CancellationToken cancellation) => monitor.Watch("bench store", 7, report =>
    {
        var folder = Directory.CreateTempSubdirectory("algodistill-bench-").FullName;
        try
        {
            var rows = new List<StoreRow>();
            foreach (var row in Rows(folder, cancellation))
            {
                rows.Add(row);
                report(rows.Count, row.Name);
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    IEnumerable<StoreRow> Rows(string folder, CancellationToken cancellation)
    {
        var (small, large, many) = (Path.Combine(folder, "small"), Path.Combine(folder, "large"), Path.Combine(folder, "many"));
        var goals = Tasks.Split(0).Train;
        LearningHistory[] prepared = [.. Enumerable.Range(0, histories)
            .Select(i => With(Interaction.Run(Tasks, goals.Cycle(i), new UniformRandom(), Steps, new Rng((ulong)i)), i, goals.Cycle(i)))];
        var count = (long)histories * Steps;
        yield return Rate("write", 3e6, count, $"{count:N0} rows, fresh store to last byte", () =>
        {
            if (Directory.Exists(small)) Directory.Delete(small, recursive: true);
            Write(small, prepared, HistoriesPerPart);
        }, cancellation);
        yield return Rate("read", 20e6, count, "opened, hashes checked, into arrays", () => HistoryStore.Open(small).ReadAll(), cancellation);
        var windows = HistoryStore.Open(small).Windows(new WindowSettings { Length = Length }, long.MaxValue);
        yield return Windows("windows from memory", windows, batches, "", () => { }, cancellation);
        for (var copy = 0; copy < copies; copy++)
            Write(large, [.. prepared.Select((history, i) => With(history, copy * histories + i, history.Task))], HistoriesPerPart, copies * histories);
        (prepared, windows) = ([], null);
        yield return Windows("windows from file, cached", HistoryStore.Open(small).Windows(new WindowSettings { Length = Length }, memory: 0), batches,
            "; the system has the file in memory", () => { }, cancellation);
        yield return FromFile(HistoryStore.Open(large), cancellation);
        yield return Consumed(cancellation);
        var tiny = Interaction.Run(Tasks, goals.Cycle(0), new UniformRandom(), Tasks.Horizon, new Rng(0));
        Write(many, [.. Enumerable.Range(0, OpenedHistories).Select(i => With(tiny, i, new TaskInstance(i, tiny.Task.Parameters)))], OpenedPerPart);
        yield return Opened(many, cancellation);
    }

    StoreRow FromFile(HistoryStore store, CancellationToken cancellation)
    {
        PeakMemory.Reset();
        var windows = store.Windows(new WindowSettings { Length = Length }, memory: 0);
        var file = Directory.EnumerateFiles(store.Folder, "*.rows", SearchOption.AllDirectories).Single();
        var bytes = new FileInfo(file).Length;
        var perBatch = Batch * (Length * (bytes / windows.Rows) + 2 * Environment.SystemPageSize);    // at most: a window touches a page more at both ends
        var dropped = PageCache.Drop(file);
        var row = Windows("windows from file", windows, (int)Math.Clamp(bytes / MemoryShare / perBatch, 1, batches), "", () => PageCache.Drop(file), cancellation);
        return row with
        {
            Note = $"file of {bytes / 1_000_000:N0} MB; {(dropped ? $"the system's copy of it is dropped before every block, which reads less than a {MemoryShare}th of it" : "in the system's cache")}; "
                + $"peak resident {PeakMemory.Bytes() / 1_000_000:N0} MB",
        };
    }

    StoreRow Windows(string name, HistoryWindows windows, int perBlock, string note, Action before, CancellationToken cancellation)
    {
        var (index, batch) = (0L, (WindowBatch?)null);
        return Rate(name, null, (long)perBlock * Batch * Length, $"{Batch} × {Length}{note}", () =>
        {
            for (var i = 0; i < perBlock; i++) batch = windows.Batch(index++, Batch, batch);
        }, cancellation, before);
    }

    StoreRow Consumed(CancellationToken cancellation)
    {
        var size = BenchSize.Small;
        using var training = new BenchTraining(size);
        return Rate("consumed by training", null, size.Tokens, $"{size.Name}, a row a token", () => training.Update(), cancellation);
    }

    StoreRow Opened(string folder, CancellationToken cancellation)
    {
        var rate = Rate("open", 50, 1, "", () => HistoryStore.Open(folder), cancellation);
        return rate with { Value = 1e3 / rate.Value, Unit = "ms", Note = $"{OpenedHistories:N0} histories of as many tasks, {OpenedHistories / OpenedPerPart} parts" };
    }

    StoreRow Rate(string name, double? target, long rows, string note, Action work, CancellationToken cancellation, Action? before = null)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < warmUp;) work();
        var rates = new double[blocks];
        for (var block = 0; block < blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            before?.Invoke();
            var clock = Stopwatch.StartNew();
            work();
            rates[block] = rows / clock.Elapsed.TotalSeconds;
        }

        return new StoreRow(name, Ratio.Median(rates), "rows/s", target, note);
    }

    static void Write(string folder, LearningHistory[] histories, int perPart, int? planned = null)
    {
        var plan = new GenerationPlan { Tasks = Tasks, Algorithm = new UniformRandom(), Histories = planned ?? histories.Length, Steps = histories[0].Length };
        using var writer = StoreWriter.Open(folder, plan.ToStored(), Tasks.Observations, Tasks.Actions);
        foreach (var parts in histories.Chunk(perPart).Chunk(Environment.ProcessorCount)) writer.Append(parts, _ => new References(1, 0, "not computed"));
    }

    static LearningHistory With(LearningHistory history, int run, TaskInstance task) =>
        new(run, stream: 0, task, history.ObservationWidth, history.ActionWidth, history.Columns);
}
