namespace AlgoDistill.Learning;

/// <summary>What processes that train together exchange. All of them call the same methods, in the same order and with equal lengths.</summary>
public interface ICollectives
{
    /// <summary>Number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>Processes.</summary>
    int Size { get; }

    /// <summary>Adds float32 numbers up over the processes, in place; all get the same bits.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    void Sum(Span<float> values);

    /// <summary>Adds float64 numbers up over the processes, in place; all get the same bits.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    void Sum(Span<double> values);

    /// <summary>Gives every process the bytes of rank 0.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    void Broadcast(Span<byte> bytes);

    /// <summary>Waits until every process is here, and leaves the core to others meanwhile.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    void Barrier();
}

/// <summary>The processes cannot go on together; the message says what failed.</summary>
/// <param name="message">What happened.</param>
public sealed class LostRankException(string message) : IOException(message);
