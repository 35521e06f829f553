namespace AlgoDistill.Tests;

/// <summary>Skips what a machine cannot run.</summary>
static class Playable
{
    /// <summary>The tasks; where they have an <see cref="ITaskDistribution.Obstacle"/>, the test, a <c>[SkippableFact]</c> or a row of a <c>[SkippableTheory]</c>, is skipped.</summary>
    public static T OrSkip<T>(this T tasks) where T : ITaskDistribution
    {
        Skip.If(tasks.Obstacle is not null, tasks.Obstacle);
        return tasks;
    }
}
