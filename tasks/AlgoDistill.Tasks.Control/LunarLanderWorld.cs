using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace AlgoDistill.Tasks.Control;

/// <summary>A point, a velocity, a force or an impulse: metres, seconds, kilograms; y points up.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct Vector(float X, float Y)
{
    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);
}

/// <summary>An impulse and the point of the world where it acts.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct Impulse(Vector Size, Vector Point);

/// <summary>What drives one step. Zero impulses, forces and torques leave a sleeping lander asleep.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct Thrust(Impulse Main, Impulse Side, Vector Force, float Torque);

/// <summary>Where one step leads: position of the hull's origin, velocity of its centre of mass, angle (radians, anticlockwise), and flags of 0 or 1.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct Motion(Vector Position, Vector Velocity, float Angle, float AngularVelocity, int RightLeg, int LeftLeg, int Crashed, int Awake)
{
    public bool OnALeg => (RightLeg | LeftLeg) != 0;
}

/// <summary>One lander above its terrain, in Box2D: the life of one episode.</summary>
sealed unsafe partial class LunarLanderWorld : SafeHandle
{
    const string Library = "algodistill_control";
    const string Path = "build/native-control/libalgodistill_control.so";
    const string Variable = "ALGODISTILL_CONTROL";

    static LunarLanderWorld()
    {
        (var library, Obstacle) = Load();
        NativeLibrary.SetDllImportResolver(typeof(LunarLanderWorld).Assembly, (name, _, _) => name == Library ? library : 0);
    }

    /// <summary>A lander at rest.</summary>
    /// <param name="gravity">Metres a second², negative downwards.</param>
    /// <param name="start">Where the hull is.</param>
    /// <param name="ground">Points of the ground from left to right.</param>
    /// <exception cref="DllNotFoundException">There is an <see cref="Obstacle"/>.</exception>
    public LunarLanderWorld(float gravity, Vector start, ReadOnlySpan<Vector> ground) : base(0, ownsHandle: true)
    {
        fixed (Vector* points = ground) SetHandle(Create(gravity, &start, points, ground.Length));
        if (IsInvalid) throw new InsufficientMemoryException("no memory for another lander's world");
    }

    /// <summary>Why there are no landers on this machine, and what to do; nothing where there are.</summary>
    public static string? Obstacle { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Landers that exist and are not freed yet, of all threads.</summary>
    public static long Living => Count();

    /// <summary>Moves on by a fiftieth of a second.</summary>
    public Motion Step(in Thrust thrust)
    {
        Motion motion;
        fixed (Thrust* drive = &thrust) Step(this, drive, &motion);
        return motion;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    static (nint Library, string? Obstacle) Load()
    {
        const string remedy = "the lunar lander needs g++ and Box2D 2.4: run ./algodistill setup --all, or name the folder of an installed Box2D in BOX2D";
        try
        {
            return (NativeLibrary.Load(Assets.Find(Path, Variable)), null);
        }
        catch (FileNotFoundException error)
        {
            return (0, Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? error.Message : remedy);
        }
        catch (DllNotFoundException error)
        {
            return (0, $"{remedy}; the loader says: {error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]}");
        }
    }

    [LibraryImport(Library, EntryPoint = "ad_lander_create")]
    private static partial nint Create(float gravity, Vector* start, Vector* ground, int count);

    [LibraryImport(Library, EntryPoint = "ad_lander_free")]
    private static partial void Free(nint lander);

    [LibraryImport(Library, EntryPoint = "ad_lander_step")]
    private static partial void Step(LunarLanderWorld lander, Thrust* thrust, Motion* motion);

    [LibraryImport(Library, EntryPoint = "ad_lander_count")]
    private static partial long Count();
}
