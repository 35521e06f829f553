namespace AlgoDistill.Tasks.Control;

/// <summary>A controlled system in discrete time: where it starts, what one step does to its state, and what is seen of it. The state is held in double precision.</summary>
interface ISystem
{
    /// <summary>Numbers in a state.</summary>
    int Size { get; }

    /// <summary>Draws the state in which an episode starts.</summary>
    void Start(Span<double> state, Rng rng);

    /// <summary>Takes one step: changes the state, and says what the step earned and whether the new state is terminal.</summary>
    /// <param name="state">The state; receives the next one.</param>
    /// <param name="action">A value of the action space, which has one component.</param>
    (double Reward, bool Terminal) Advance(Span<double> state, double action);

    /// <summary>Writes what an agent sees of the state.</summary>
    void Observe(ReadOnlySpan<double> state, Span<float> observation);
}
