namespace AlgoDistill.Algorithms;

/// <summary>
/// Learners that keep the value of every action in every state and act ε-greedily by it, ties broken at random, with an ε that falls
/// linearly. They play discrete observations and discrete actions, and take the observation for the state.
/// </summary>
/// <remarks>Their agents are <see cref="ITabularAgent"/>s. <see cref="IAgent.Updates"/> counts the steps taken in.</remarks>
public abstract record TabularLearner : IAlgorithm
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Share of the new estimate in each update of a value, before <see cref="RateDecay"/>.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 0, 1); } = 0.5; // where moves are certain, 0.2 to 1 learn alike

    /// <summary>
    /// ω: the n-th update of a value has the rate <see cref="LearningRate"/> / n^ω. 0 keeps the rate; in (0.5, 1] every value converges
    /// (Even-Dar and Mansour, 2003), and 1 with a rate of 1 is the mean of all estimates.
    /// </summary>
    public double RateDecay { get; init => field = Require.InRange(value, 0, 1); } // what is distilled should keep learning

    /// <summary>Discount of the next state's value.</summary>
    public double Discount { get; init => field = Require.InRange(value, 0, 1); } = 0.9; // a goal 8 cells away keeps 0.43 of its value; horizon 20

    /// <summary>Value of every action before the first update.</summary>
    public double InitialValue { get; init => field = Require.InRange(value, -1e9, 1e9); }

    /// <summary>Probability of a uniformly random action in the first step.</summary>
    public double Epsilon { get; init => field = Require.InRange(value, 0, 1); } = 1; // a slow fall makes improvement gradual, which is what distillation reads

    /// <summary>Probability of a uniformly random action from step <see cref="EpsilonSteps"/> on.</summary>
    public double FinalEpsilon { get; init => field = Require.InRange(value, 0, 1); } = 0.05; // 15.6 of 16.5 in Dark Room, by Q-learning

    /// <summary>Steps in which ε falls from <see cref="Epsilon"/> to <see cref="FinalEpsilon"/>.</summary>
    public int EpsilonSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); } = 8000; // 400 episodes of Dark Room

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng)
    {
        var (states, choices) = Finite.Table(Id, observations, actions);
        return CreateAgent(new ActionTables(this, states, choices, streams, rng));
    }

    private protected abstract IAgent CreateAgent(ActionTables tables);
}
