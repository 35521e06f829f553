using System.Runtime.CompilerServices;
using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

/// <summary>Counts the worlds of the whole process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(LunarLanderLifeTests), DisableParallelization = true)]
[Collection(nameof(LunarLanderLifeTests))]
public class LunarLanderLifeTests
{
    [SkippableFact]
    public void Abandoned_environments_leave_no_world_behind()
    {
        new LunarLander().OrSkip();
        Collect();
        var before = LunarLanderWorld.Living;
        Assert.Equal(2000, Make() - before);
        Collect();
        Assert.Equal(before, LunarLanderWorld.Living);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static long Make()
        {
            var tasks = new LunarLander();
            var environments = Enumerable.Range(0, 2000).Select(i => tasks.Create(LunarLander.Classic, new Rng((ulong)i))).ToArray();
            foreach (var environment in environments)
            {
                environment.Reset(new float[8]);
                environment.Reset(new float[8]); // frees the first episode's world
            }

            var living = LunarLanderWorld.Living;
            GC.KeepAlive(environments);
            return living;
        }

        static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
