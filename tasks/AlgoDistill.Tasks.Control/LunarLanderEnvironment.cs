namespace AlgoDistill.Tasks.Control;

/// <summary>One lunar lander, episode after episode, with Gymnasium's terrain, wind, engines, observations and rewards.</summary>
sealed class LunarLanderEnvironment(LunarLanderParameters parameters, Space actions, int horizon, Rng rng) : IEnvironment, IDisposable
{
    const double Scale = 30, FramesASecond = 50; // Gymnasium's drawing units a metre, steps a second
    const double Width = 600 / Scale, Height = 400 / Scale, PadHeight = Height / 4, LegDown = 18 / Scale; // metres
    const double StartForce = 1000; // newtons at most, along each axis, for one step
    const int Points = 11; // of the terrain
    const int WindPhases = 9999;

    readonly double[] state = new double[8];
    LunarLanderWorld? world;
    Motion motion;
    int windPhase, turbulencePhase, step;

    /// <summary>Potential of the present state, in reward: what a step earns is its growth less the fuel.</summary>
    public double Shaping => -100 * Math.Sqrt(state[0] * state[0] + state[1] * state[1]) - 100 * Math.Sqrt(state[2] * state[2] + state[3] * state[3])
        - 100 * Math.Abs(state[4]) + 10 * state[6] + 10 * state[7];

    /// <summary>What Box2D says of the hull.</summary>
    public Motion Motion => motion;

    /// <inheritdoc/>
    public void Reset(Span<float> observation)
    {
        var start = new Vector((float)(Width / 2), (float)Height);
        Span<Vector> ground = stackalloc Vector[Points];
        DrawGround(ground);
        world?.Dispose();
        world = new LunarLanderWorld((float)parameters.Gravity, start, ground);
        motion = new Motion { Position = start, Awake = 1 };
        var push = new Vector((float)Uniform(StartForce), (float)Uniform(StartForce));
        (windPhase, turbulencePhase) = (rng.NextInt(2 * WindPhases) - WindPhases, rng.NextInt(2 * WindPhases) - WindPhases);
        Move(0, 0, push);
        step = 0;
        Observe(observation);
    }

    /// <inheritdoc/>
    public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        actions.Check(action, nameof(action));
        var (main, side) = actions is Space.Discrete ? Engines((int)action[0]) : Engines(action[0], action[1]);
        var before = Shaping;
        Move(main, side, push: default);
        Observe(observation);
        step++;
        var (landed, lost) = (motion.Awake == 0, motion.Crashed != 0 || Math.Abs(state[0]) >= 1);
        var reward = landed ? 100 : lost ? -100 : Shaping - before - 0.30 * main - 0.03 * Math.Abs(side);
        return new Outcome((float)reward, landed || lost ? EpisodeEnd.Terminated : step == horizon ? EpisodeEnd.Truncated : EpisodeEnd.None);
    }

    /// <inheritdoc/>
    public void Dispose() => world?.Dispose();

    // Throttles of the main engine (0, or 0.5 to 1) and of the left (negative) or right (positive) side engine.
    static (double Main, double Side) Engines(int action) => (action == 2 ? 1 : 0, action switch { 1 => -1, 3 => 1, _ => 0 });

    static (double Main, double Side) Engines(double main, double side) => (main > 0 ? (main + 1) * 0.5 : 0, Math.Abs(side) > 0.5 ? side : 0);

    void Move(double main, double side, Vector push)
    {
        var (force, torque) = motion.OnALeg ? (default, 0) : Wind();
        var (along, across) = (Uniform(1) / Scale, Uniform(1) / Scale);
        motion = world!.Step(new Thrust(
            main > 0 ? LunarLanderEngines.Main(motion, parameters.MainEnginePower, main, along, across) : default,
            side != 0 ? LunarLanderEngines.Side(motion, side, along, across) : default,
            push + force, torque));
        state[0] = (motion.Position.X - Width / 2) / (Width / 2);
        state[1] = (motion.Position.Y - (PadHeight + LegDown)) / (Height / 2);
        state[2] = motion.Velocity.X * (Width / 2) / FramesASecond;
        state[3] = motion.Velocity.Y * (Height / 2) / FramesASecond;
        state[4] = motion.Angle;
        state[5] = 20 * (double)motion.AngularVelocity / FramesASecond;
        state[6] = motion.RightLeg;
        state[7] = motion.LeftLeg;
    }

    (Vector Force, float Torque) Wind() =>
        (new Vector((float)(Gust(windPhase++) * parameters.WindPower), 0), (float)(Gust(turbulencePhase++) * parameters.TurbulencePower));

    // In [−1, 1], and never periodic
    static double Gust(int phase) => Math.Tanh(Math.Sin(0.02 * phase) + Math.Sin(Math.PI * 0.01 * phase));

    // Uniform heights, level around the pad in the middle, each then averaged with its neighbours (the first one's left neighbour is the last height)
    void DrawGround(Span<Vector> ground)
    {
        Span<double> heights = stackalloc double[Points + 1];
        foreach (ref var height in heights) height = Height / 2 * rng.NextDouble();
        heights[(Points / 2 - 2)..(Points / 2 + 3)].Fill(PadHeight);
        for (var i = 0; i < Points; i++)
            ground[i] = new Vector((float)(Width / (Points - 1) * i), (float)(0.33 * (heights[(i + Points) % heights.Length] + heights[i] + heights[i + 1])));
    }

    void Observe(Span<float> observation)
    {
        for (var i = 0; i < state.Length; i++) observation[i] = (float)state[i];
    }

    double Uniform(double most) => most * (2 * rng.NextDouble() - 1);
}
