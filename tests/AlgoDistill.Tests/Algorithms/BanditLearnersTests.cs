using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class BanditLearnersTests
{
    public static TheoryData<string> Learners { get; } = new(SourceAlgorithms.Bandit.Select(algorithm => algorithm.Id));

    [Theory, MemberData(nameof(Learners))]
    public void A_step_allocates_nothing(string id)
    {
        var tasks = BanditTasks.All.First(tasks => Catalogue.Plays(Catalogue.Algorithm(id), tasks));
        var actions = (Space.Discrete)tasks.Actions;
        var agent = Catalogue.Algorithm(id).CreateAgent(tasks.Observations, actions, 2, new Rng(0));
        var (observations, chosen, logProbabilities) = (new float[2 * tasks.Observations.Width], new float[2], new float[2]);
        var ends = new EpisodeEnd[2];
        Steps(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                agent.SelectActions(observations, chosen, logProbabilities);
                agent.Update(new TransitionBatch { Streams = 2, Observations = observations, Actions = chosen, Rewards = logProbabilities, Ends = ends, NextObservations = observations });
            }
        }
    }
}
