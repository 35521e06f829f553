namespace AlgoDistill.Tests;

/// <summary>Families of systems whose constants vary.</summary>
public class ControlFamilyTests
{
    /// <summary>Each family with its constants in Gymnasium and the share of the spread by which each varies.</summary>
    public static TheoryData<string, double[], double[]> Families { get; } = new()
    {
        { "cart-pole/v1", [9.8, 1, 0.1, 0.5, 10], [1, 1, 1, 1, 1] },
        { "acrobot/v1", [1, 1, 1, 1, 0.5], [1, 1, 1, 1, 1] },
        { "mountain-car/v1", [0.001, 0.0025, 0.5], [1, 1, 0.5] },
        { "mountain-car-continuous/v1", [0.0015, 0.0025, 0.45], [1, 1, 0.5] },
        { "pendulum/v1", [10, 1, 1], [0.5, 1, 0.5] },
    };

    [Theory, MemberData(nameof(Families))]
    public void Without_spread_every_task_is_the_classic_one(string id, double[] classic, double[] shares)
    {
        Assert.Equal(classic.Length, shares.Length);
        var split = Settings.With(Catalogue.Task(id), ["Spread=0"]).Split(3);
        foreach (var set in (TaskSet[])[split.Train, split.Test, split.Shifted!])
            foreach (var task in ControlRuns.First(set, 10)) Assert.Equal(classic, task.Parameters);
    }

    [Theory, MemberData(nameof(Families))]
    public void Constants_lie_within_the_spread_and_shifted_ones_beyond_it(string id, double[] classic, double[] shares)
    {
        var split = Catalogue.Task(id).Split(4);
        double Deviation(TaskInstance task, int i) => Math.Abs(task.Parameters[i] / classic[i] - 1) / (0.2 * shares[i]);
        for (var i = 0; i < classic.Length; i++)
        {
            double[] train = [.. ControlRuns.First(split.Train, 500).Select(task => Deviation(task, i))];
            double[] shifted = [.. ControlRuns.First(split.Shifted!, 500).Select(task => Deviation(task, i))];
            Assert.True(train.Max() is > 0.95 and < 1 + 1e-9 && train.Min() < 0.05 && shifted.Min() is > 1 - 1e-9 and < 1.05 && shifted.Max() is > 1.95 and < 2 + 1e-9);
            Assert.Equal(0.5, train.Average(), 0.06); // uniform: five standard errors
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void Stranger_constants_are_refused_with_the_ranges(string id, double[] classic, double[] shares)
    {
        foreach (var wrong in (double[])[0 * shares[0], -1, double.NaN, 1e9])
            Assert.Contains($"the parameters of a {id} task are ",
                Assert.Throws<ArgumentException>(() => Catalogue.Task(id).Create(new TaskInstance(0, [wrong, .. classic[1..]]), new Rng(0))).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_random_return_says_its_standard_error_and_is_the_same_every_time(string id, double[] classic, double[] shares)
    {
        var (tasks, task) = (Catalogue.Task(id), new TaskInstance(0, [.. classic.Zip(shares, (value, share) => value * (1 + 0.1 * share))]));
        Assert.Equal(tasks.References(task), tasks.References(task));
        Assert.Matches("uniform random over [0-9]+ episodes, standard error [0-9.]+$", tasks.References(task).Method);
    }
}
