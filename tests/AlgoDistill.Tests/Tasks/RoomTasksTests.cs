using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

/// <summary>Every dark room against its rules, written down once more.</summary>
public class RoomTasksTests
{
    const string AnyCell = "any cell", AnyButFirst = "any cell but the first target's", Centre = "centre", Corner = "corner";
    const string Always = "always", Once = "once", Ends = "once, the last ends";

    /// <param name="Family">The family.</param>
    /// <param name="Size">Cells a side.</param>
    /// <param name="Horizon">Steps.</param>
    /// <param name="Tasks">Tasks to train on and held out.</param>
    /// <param name="Moves">l, r, u, d or s for each action.</param>
    /// <param name="Start">Where an episode starts.</param>
    /// <param name="Reward">When targets are rewarded.</param>
    /// <param name="Numbered">Whether a cell is observed as y · size + x.</param>
    sealed record Room(ITaskDistribution Family, int Size, int Horizon, (int, int) Tasks, string Moves, string Start, string Reward, bool Numbered = false);

    static readonly Room[] Rooms =
    [
        new(new DarkRoom(), 9, 20, (65, 16), "lruds", Centre, Always),
        new(new DarkRoomHard(), 17, 20, (231, 58), "lruds", Centre, Once),
        new(new KeyToDoor(), 9, 50, (1968, 4593), "lruds", AnyCell, Once),
        new(new DarkRoomAdEps(), 9, 20, (65, 16), "surdl", Centre, Always, Numbered: true),
        new(new DarkRoomHardAdEps(), 17, 20, (231, 58), "surdl", Centre, Ends, Numbered: true),
        new(new KeyToDoorAdEps(), 9, 40, (1000, 4184), "surdl", AnyButFirst, Ends, Numbered: true),
        new(new DarkRoomDicp(), 9, 20, (73, 8), "rldus", Centre, Always),
        new(new DarkRoomPermutedDicp(), 9, 50, (108, 12), "rldus", Corner, Always),
        new(new KeyToDoorDicp(), 9, 50, (6233, 328), "rldus", Centre, Once),
        new(new DarkRoomDpt(), 10, 100, (80, 20), "rldus", Corner, Always),
    ];

    public static TheoryData<string> Ids { get; } = new(Rooms.Select(room => room.Family.Id));

    [Theory, MemberData(nameof(Ids))]
    public void Spaces_words_horizon_and_split_are_those_of_the_project(string id)
    {
        var room = Rooms.Single(room => room.Family.Id == id);
        var split = room.Family.Split(0);
        Assert.Equal(room.Tasks, (split.Train.Count!.Value, split.Test.Count!.Value));
        Assert.Equal((room.Horizon, (Space)new Space.Discrete(5)), (room.Family.Horizon, room.Family.Actions));
        Assert.Equal(room.Numbered ? new Space.Discrete(room.Size * room.Size) : new Space.Discrete(room.Size, 2), room.Family.Observations);
        Assert.Equal(room.Numbered ? "cell" : "x y", string.Join(' ', room.Family.ObservationWords.Components));
        if (room.Family is not DarkRoomPermutedDicp) Assert.Equal(room.Moves, string.Concat(room.Family.ActionWords.Values.Select(word => word[0])));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_environment_keeps_the_rules(string id)
    {
        var room = Rooms.Single(room => room.Family.Id == id);
        foreach (var task in All(room.Family).Chunk(All(room.Family).Length / 8).Select(tasks => tasks[0]))
        {
            var history = Interaction.Run(room.Family, task, new QLearning { Epsilon = 0.5, EpsilonSteps = 500 }, 2000, new Rng(3));
            foreach (var episode in Enumerable.Range(0, history.Episodes - 1).Select(history.Episode))
            {
                var at = See(room, history.Observation(episode.Start));
                Assert.Contains(at, Starts(room, Targets(room, task)));
                var reached = 0;
                for (var row = episode.Start; row < episode.Start + episode.Length; row++)
                {
                    (at, reached, var reward, var ends) = Step(room, task, at, reached, (int)history.Action(row)[0]);
                    Assert.Equal(at, See(room, history.NextObservation(row)));
                    var end = ends ? EpisodeEnd.Terminated : row == episode.Start + room.Horizon - 1 ? EpisodeEnd.Truncated : EpisodeEnd.None;
                    Assert.Equal(new Outcome(reward, end), history.Outcome(row));
                }
            }
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void References_agree_with_backward_dynamic_programming(string id)
    {
        var room = Rooms.Single(room => room.Family.Id == id);
        foreach (var task in All(room.Family).Chunk(All(room.Family).Length / 12).Select(tasks => tasks[0]))
        {
            Assert.Equal(Value(room, task, Enumerable.Max), room.Family.References(task).Optimal, 9);
            Assert.Equal(Value(room, task, Enumerable.Average), room.Family.References(task).Random, 9);
        }
    }

    [Theory]
    [InlineData("dark-room-hard/v1", 1, 0.0373)]
    [InlineData("key-to-door/v1", 2, 0.251)]
    [InlineData("dark-room-dpt/v1", 91.99, 1.0)]
    [InlineData("dark-room-permuted-dicp/v1", 35, 0.0243)]
    public void The_mean_returns_over_all_tasks_are_known(string id, double optimal, double random)
    {
        var room = Rooms.Single(room => room.Family.Id == id);
        var references = All(room.Family).Select(room.Family.References).ToArray();
        Assert.Equal(optimal, references.Average(r => r.Optimal), 9);
        Assert.Equal(random, references.Average(r => r.Random), id == "key-to-door/v1" ? 3 : 4);
    }

    [Theory]
    [InlineData("key-to-door-ad-eps/v1", "key x and y, door x and y, whole numbers from 0 to 8 in rows and columns of their own", 1.0, 2.0, 1.0, 3.0)]
    [InlineData("key-to-door/v1", "key x and y, door x and y, whole numbers from 0 to 8; got", 1.0, 2.0, 9.0, 3.0)]
    [InlineData("dark-room-hard/v1", "goal x and y, whole numbers from 0 to 16; got", 1.0)]
    [InlineData("dark-room-permuted-dicp/v1", "the numbers 0 to 4 in some order; got", 0.0, 1.0, 2.0, 3.0, 3.0)]
    public void Parameters_of_no_task_are_refused(string id, string message, params double[] parameters) => Assert.Contains(message,
        Assert.Throws<ArgumentException>(() => Catalogue.Task(id).Create(new TaskInstance(0, [.. parameters]), new Rng(0))).Message, StringComparison.Ordinal);

    [Fact]
    public void Dark_Room_s_model_gives_its_references()
    {
        var room = new DarkRoom { Size = 5, Horizon = 7 };
        foreach (var task in All(room))
        {
            var (own, model) = (room.References(task), room.Model(task).References(7));
            Assert.Equal(own.Optimal, model.Optimal, 12);
            Assert.Equal(own.Random, model.Random, 12);
        }
    }

    static TaskInstance[] All(ITaskDistribution family)
    {
        var split = family.Split(1);
        return [.. Enumerable.Range(0, split.Train.Count!.Value).Select(i => split.Train[i]), .. Enumerable.Range(0, split.Test.Count!.Value).Select(i => split.Test[i])];
    }

    static (int X, int Y) See(Room room, ReadOnlySpan<float> observation) =>
        room.Numbered ? ((int)observation[0] % room.Size, (int)observation[0] / room.Size) : ((int)observation[0], (int)observation[1]);

    static (int X, int Y)[] Targets(Room room, TaskInstance task) => room.Family is DarkRoomPermutedDicp ? [(room.Size - 1, room.Size - 1)]
        : [.. task.Parameters.Chunk(2).Select(pair => ((int)pair[0], (int)pair[1]))];

    static IEnumerable<(int X, int Y)> Starts(Room room, (int X, int Y)[] targets) =>
        from x in Enumerable.Range(0, room.Size)
        from y in Enumerable.Range(0, room.Size)
        where room.Start switch
        {
            Centre => x == room.Size / 2 && y == room.Size / 2,
            Corner => x + y == 0,
            AnyButFirst => (x, y) != targets[0],
            _ => true,
        }
        select (x, y);

    static ((int X, int Y) At, int Reached, float Reward, bool Ends) Step(Room room, TaskInstance task, (int X, int Y) at, int reached, int action)
    {
        var move = room.Moves[room.Family is DarkRoomPermutedDicp ? (int)task.Parameters[action] : action];
        (int X, int Y) wish = move switch { 'l' => (at.X - 1, at.Y), 'r' => (at.X + 1, at.Y), 'u' => (at.X, at.Y - 1), 'd' => (at.X, at.Y + 1), _ => at };
        if (wish.X >= 0 && wish.X < room.Size && wish.Y >= 0 && wish.Y < room.Size) at = wish;
        var targets = Targets(room, task);
        if (reached == targets.Length || at != targets[reached]) return (at, reached, 0, false);
        return room.Reward == Always ? (at, 0, 1, false) : (at, reached + 1, 1, room.Reward == Ends && reached + 1 == targets.Length);
    }

    /// <summary>The mean value of the starts, from the horizon back, where <paramref name="choose"/> sums up the five actions.</summary>
    static double Value(Room room, TaskInstance task, Func<IEnumerable<double>, double> choose)
    {
        var targets = Targets(room, task);
        var later = new double[targets.Length + 1, room.Size, room.Size];
        for (var step = 0; step < room.Horizon; step++)
        {
            var now = new double[targets.Length + 1, room.Size, room.Size];
            for (var i = 0; i < now.Length; i++)
            {
                var (reached, x, y) = (i / room.Size / room.Size, i / room.Size % room.Size, i % room.Size);
                now[reached, x, y] = choose(Enumerable.Range(0, 5).Select(action =>
                {
                    var (at, then, reward, ends) = Step(room, task, (x, y), reached, action);
                    return reward + (ends ? 0 : later[then, at.X, at.Y]);
                }));
            }

            later = now;
        }

        return Starts(room, targets).Average(at => later[0, at.X, at.Y]);
    }
}
