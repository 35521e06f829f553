using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>Ranks as threads of this process.</summary>
static class Ranks
{
    /// <summary>Runs a body on every rank; gives what each made of it.</summary>
    public static T[] Run<T>(int size, Func<DataParallel, T> body)
    {
        using var meeting = new Meeting(size);
        return Task.WhenAll(Enumerable.Range(0, size).Select(rank => Task.Factory.StartNew(() =>
        {
            using var scope = NewDisposeScope();
            using var ranks = new DataParallel(new Member(rank, meeting), CPU);
            return body(ranks);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
    }

    // What all have brought, and where they wait for each other
    sealed class Meeting(int size) : IDisposable
    {
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
        readonly Barrier barrier = new(size);
        readonly byte[][] brought = new byte[size][];

        public int Size => size;

        public byte[][] Exchange(int rank, ReadOnlySpan<byte> mine)
        {
            brought[rank] = mine.ToArray();
            Wait();
            byte[][] all = [.. brought];
            Wait();
            return all;
        }

        public void Dispose() => barrier.Dispose();

        void Wait() => Assert.True(barrier.SignalAndWait(Patience), "a rank has not come");
    }

    sealed class Member(int rank, Meeting meeting) : ICollectives
    {
        public int Rank => rank;

        public int Size => meeting.Size;

        public void Sum(Span<float> values)
        {
            var all = meeting.Exchange(rank, MemoryMarshal.AsBytes(values));
            values.Clear();
            foreach (var part in all)
                for (var i = 0; i < values.Length; i++) values[i] += MemoryMarshal.Cast<byte, float>(part)[i];
        }

        public void Sum(Span<double> values)
        {
            var all = meeting.Exchange(rank, MemoryMarshal.AsBytes(values));
            values.Clear();
            foreach (var part in all)
                for (var i = 0; i < values.Length; i++) values[i] += MemoryMarshal.Cast<byte, double>(part)[i];
        }

        public void Broadcast(Span<byte> bytes) => meeting.Exchange(rank, bytes)[0].CopyTo(bytes);

        public void Barrier() => meeting.Exchange(rank, []);
    }
}
