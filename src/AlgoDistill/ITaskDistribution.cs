namespace AlgoDistill;

/// <summary>The best and the uniform-random expected return of one episode, and how they were found.</summary>
/// <param name="Optimal">Expected return of the best policy that knows the task.</param>
/// <param name="Random">Expected return of uniformly random actions.</param>
/// <param name="Method">How both were computed, in a few words.</param>
/// <param name="RandomError">Standard error of <paramref name="Random"/> where it was simulated; nothing where it is exact.</param>
public readonly record struct References(double Optimal, double Random, string Method, double? RandomError = null);

/// <summary>A family of tasks with the same spaces: a sealed record of its parameters, so that two families are the same when their records are equal.</summary>
public interface ITaskDistribution
{
    /// <summary>Versioned identifier, such as <c>dark-room/v1</c>; a change of rule is a new version.</summary>
    string Id { get; }

    /// <summary>What an observation is.</summary>
    Space Observations { get; }

    /// <summary>What an action is.</summary>
    Space Actions { get; }

    /// <summary>Most steps of an episode.</summary>
    int Horizon { get; }

    /// <summary>Why this machine cannot run these tasks, and what to do; nothing where it can.</summary>
    string? Obstacle => null;

    /// <summary>Train and held-out tasks; the same seed gives the same split for ever.</summary>
    TaskSplit Split(ulong seed);

    /// <summary>Makes the environment of one task.</summary>
    /// <param name="task">A task of this family.</param>
    /// <param name="rng">Source of the environment's own chance; the environment keeps it.</param>
    /// <exception cref="ArgumentException">The parameters are not those of a task of this family.</exception>
    /// <exception cref="DllNotFoundException">There is an <see cref="Obstacle"/>.</exception>
    IEnvironment Create(TaskInstance task, Rng rng);

    /// <summary>Optimal and uniform-random expected return of an episode of <paramref name="task"/>.</summary>
    References References(TaskInstance task);

    /// <summary>The whole process of <paramref name="task"/>, where it is finite and small; nothing otherwise.</summary>
    FiniteModel? Model(TaskInstance task) => null;

    /// <summary>
    /// A policy that knows <paramref name="task"/>, for one stream: optimal where there is a <see cref="Model"/>, else a controller that its
    /// family documents; nothing where none is known.
    /// </summary>
    IAgent? CreateExpert(TaskInstance task) => Model(task) is { } model ? new FiniteExpert(model, Horizon) : null;

    /// <summary>What observations are called in prose.</summary>
    SpaceWords ObservationWords => SpaceWords.Numbered(Observations, "observation");

    /// <summary>What actions are called in prose.</summary>
    SpaceWords ActionWords => SpaceWords.Numbered(Actions, "action");
}
