namespace AlgoDistill.Experiments;

/// <summary>Tells a person what a long job is doing.</summary>
public interface IMonitor
{
    /// <summary>Shows one line.</summary>
    void Say(string line);

    /// <summary>Does <paramref name="work"/> and shows how far it is.</summary>
    /// <param name="title">What is being done, in a few words.</param>
    /// <param name="total">What is done at the end.</param>
    /// <param name="work">The work; it calls what it is given with what is done so far and a short note, from any thread.</param>
    T Watch<T>(string title, long total, Func<Action<long, string>, T> work);
}
