using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

/// <summary>Looks into what tabular learners know.</summary>
static class Tables
{
    /// <summary>(S·A): what one learner knows of a task after so many steps.</summary>
    public static double[] Learn(ITaskDistribution tasks, TaskInstance task, TabularLearner learner, int steps, ulong seed)
    {
        var kept = new KeptAgent(learner);
        Interaction.Run(tasks, task, kept, steps, new Rng(seed));
        return Of(kept.Agent!);
    }

    public static double[] Of(IAgent agent) => ((ITabularAgent)agent).ActionValues(0).ToArray();

    /// <summary>An agent of two states and two actions.</summary>
    public static IAgent Agent(TabularLearner learner, int states = 2) => learner.CreateAgent(new Space.Discrete(states), new Space.Discrete(2), 1, new Rng(0));
}
