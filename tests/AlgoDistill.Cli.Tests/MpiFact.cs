namespace AlgoDistill.Cli.Tests;

/// <summary>A law that only a machine with MPI can be held to; elsewhere it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = LocalRanks.Obstacle;
}

/// <inheritdoc cref="MpiFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = LocalRanks.Obstacle;
}
