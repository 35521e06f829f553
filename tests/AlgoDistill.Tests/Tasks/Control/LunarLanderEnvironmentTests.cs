using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class LunarLanderEnvironmentTests
{
    static readonly LunarLander Discrete = new(), Continuous = new() { Continuous = true };

    public LunarLanderEnvironmentTests() => new LunarLander().OrSkip();

    [SkippableFact]
    public void An_episode_starts_at_the_top_centre_with_its_push()
    {
        var (environment, seen) = (Discrete.Create(LunarLander.Classic, new Rng(1)), new float[8]);
        var pushes = new List<(float X, float Y)>();
        for (var episode = 0; episode < 200; episode++)
        {
            environment.Reset(seen);
            Assert.Equal(seen[2] / 50 / 10 * 5, seen[0], 2e-4f); // one step of the velocity, which is shown in fiftieths of a half width
            Assert.Equal(1.41 + 7.5 * seen[3] / 50 / (400 / 60.0), seen[1], 2e-3);
            Assert.Equal(2.5 * seen[5] / 50, seen[4], 1e-3);
            Assert.Equal([0, 0], seen[6..]);
            pushes.Add((seen[2], seen[3]));
        }

        Assert.All(pushes, push => Assert.True(Math.Abs(push.X) < 0.83 && Math.Abs(push.Y + 0.03) < 0.58)); // 1000 N on five kilograms for a step
        Assert.True(pushes.Min(push => push.X) < -0.75 && pushes.Max(push => push.X) > 0.75);
        Assert.Distinct(pushes);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reward_is_the_growth_of_the_potential_less_the_fuel(bool continuous)
    {
        var tasks = continuous ? Continuous : Discrete;
        var history = Interaction.Run(tasks, tasks.Split(0).Test[0], new Algorithms.UniformRandom(), 2000, new Rng(2));
        var ends = new List<float>();
        for (var row = 0; row < history.Length; row++)
        {
            var outcome = history.Outcome(row);
            if (outcome.End == EpisodeEnd.None)
                Assert.Equal(Potential(history.NextObservation(row)) - Potential(history.Observation(row)) - Fuel(history.Action(row)), outcome.Reward, 2e-3);
            else
                ends.Add(outcome.Reward);
        }

        Assert.True(ends.Count > 5);
        Assert.All(ends, reward => Assert.Equal(100, Math.Abs(reward)));
    }

    [SkippableFact]
    public void The_rewards_of_a_landing_add_up_to_its_potentials_its_fuel_and_a_hundred()
    {
        var history = Interaction.Run(Continuous, LunarLander.Classic, new Algorithms.Expert(), 2000, new Rng(3));
        var landings = Enumerable.Range(0, history.Episodes - 1).Select(history.Episode).Where(episode => history.Outcome(episode.Start + episode.Length - 1).Reward == 100).ToArray();
        Assert.True(landings.Length > 3);
        foreach (var (start, length) in landings)
        {
            var rows = Enumerable.Range(start, length - 1).ToArray();
            var expected = 100 + Potential(history.Observation(start + length - 1)) - Potential(history.Observation(start)) - rows.Sum(row => Fuel(history.Action(row)));
            Assert.Equal(expected, rows.Append(start + length - 1).Sum(row => (double)history.Outcome(row).Reward), 0.02);
            Assert.Contains(1, history.NextObservation(start + length - 1)[6..].ToArray());
        }
    }

    [SkippableFact]
    public void Falling_ends_in_a_crash_for_minus_a_hundred()
    {
        var history = Interaction.Run(Discrete, LunarLander.Classic, new PolicyAlgorithm((_, _, _) => 0), 1000, new Rng(4));
        for (var episode = 0; episode < history.Episodes - 1; episode++)
        {
            var (start, length) = history.Episode(episode);
            Assert.Equal(new Outcome(-100, EpisodeEnd.Terminated), history.Outcome(start + length - 1));
            Assert.InRange(length, 30, 140);
        }
    }

    [SkippableFact]
    public void Wind_carries_a_weightless_lander_out_of_sight()
    {
        using var environment = new LunarLanderEnvironment(new(0, 13, 20, 0), Discrete.Actions, 1000, new Rng(5));
        var seen = new float[8];
        environment.Reset(seen);
        var (outcome, steps) = (new Outcome(), 0);
        for (; outcome.End == EpisodeEnd.None; steps++) outcome = environment.Step([0], seen);
        Assert.Equal((new Outcome(-100, EpisodeEnd.Terminated), 0), (outcome, environment.Motion.Crashed));
        Assert.InRange(Math.Abs(seen[0]), 1, 1.2f);
        Assert.InRange(steps, 20, 999);
    }

    [SkippableFact]
    public void Turbulence_turns_and_wind_pushes()
    {
        Assert.True(Math.Abs(After(wind: 0, turbulence: 2).Angle - After(wind: 0, turbulence: 0).Angle) > 0.01);
        Assert.True(Math.Abs(After(wind: 10, turbulence: 0).Velocity.X - After(wind: 0, turbulence: 0).Velocity.X) > 0.1);

        static Motion After(double wind, double turbulence)
        {
            using var environment = new LunarLanderEnvironment(new(-10, 13, wind, turbulence), Discrete.Actions, 1000, new Rng(6));
            var seen = new float[8];
            environment.Reset(seen);
            for (var step = 0; step < 30; step++) environment.Step([0], seen);
            return environment.Motion;
        }
    }

    [SkippableFact]
    public void Throttles_below_their_thresholds_do_nothing_and_full_ones_are_the_discrete_engines()
    {
        Assert.Equal(Play(Discrete, 0), Play(Continuous, 0, 0.5f));
        Assert.Equal(Play(Discrete, 0), Play(Continuous, -1, -0.5f));
        Assert.Equal(Play(Discrete, 1), Play(Continuous, 0, -1));
        Assert.Equal(Play(Discrete, 2), Play(Continuous, 1, 0));
        Assert.Equal(Play(Discrete, 3), Play(Continuous, 0, 1));
        Assert.NotEqual(Play(Discrete, 2), Play(Continuous, 0.9f, 0));

        static float[] Play(LunarLander tasks, params float[] action)
        {
            var (environment, seen) = (tasks.Create(LunarLander.Classic, new Rng(7)), new float[8]);
            environment.Reset(seen);
            return [.. Enumerable.Range(0, 20).SelectMany(_ => seen.Append(environment.Step(action, seen).Reward).ToArray())];
        }
    }

    [SkippableFact]
    public void The_horizon_cuts_an_episode_and_landers_side_by_side_do_not_touch()
    {
        var tasks = new LunarLander { Horizon = 40 };
        var alone = Interaction.Run(tasks, LunarLander.Classic, new PolicyAlgorithm((_, step, _) => step % 4), 200, new Rng(8));
        Assert.Equal(EpisodeEnd.Truncated, alone.Outcome(39).End);
        var streams = Interaction.Run(tasks, [LunarLander.Classic, .. Enumerable.Range(0, 3).Select(i => tasks.Split(0).Train[i])], new PolicyAlgorithm((_, step, _) => step % 4), 200, new Rng(8));
        Assert.Equal(alone.Columns.Observations, streams[0].Columns.Observations);
        Assert.NotEqual(alone.Columns.Observations, streams[1].Columns.Observations);
    }

    static double Potential(ReadOnlySpan<float> s) =>
        -100 * Math.Sqrt((double)s[0] * s[0] + (double)s[1] * s[1]) - 100 * Math.Sqrt((double)s[2] * s[2] + (double)s[3] * s[3]) - 100 * Math.Abs(s[4]) + 10 * (s[6] + s[7]);

    static double Fuel(ReadOnlySpan<float> action) => action.Length == 1
        ? action[0] switch { 0 => 0, 2 => 0.3, _ => 0.03 }
        : (action[0] > 0 ? 0.3 * (0.5 + action[0] / 2) : 0) + (Math.Abs(action[1]) > 0.5 ? 0.03 * Math.Abs(action[1]) : 0);
}
