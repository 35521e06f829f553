using System.Numerics;

namespace AlgoDistill;

/// <summary>A splittable source of random numbers, the same on every machine: xoshiro256** (Blackman and Vigna, 2018) seeded by SplitMix64.</summary>
/// <remarks>Not safe for several threads at once: give each its own by <see cref="Split(ulong)"/>.</remarks>
public sealed class Rng
{
    ulong a, b, c, d;

    /// <summary>A generator that depends on <paramref name="seed"/> alone.</summary>
    public Rng(ulong seed)
    {
        a = Mix(ref seed);
        b = Mix(ref seed);
        c = Mix(ref seed);
        d = Mix(ref seed);
    }

    Rng(ulong a, ulong b, ulong c, ulong d) => (this.a, this.b, this.c, this.d) = (a, b, c, d);

    /// <summary>The 256 bits of state: equal states give equal numbers.</summary>
    public (ulong A, ulong B, ulong C, ulong D) State
    {
        get => (a, b, c, d);
        set => (a, b, c, d) = value;
    }

    /// <summary>A generator of its own for <paramref name="key"/>, from the present state, which does not change: order and number of splits do not matter.</summary>
    public Rng Split(ulong key)
    {
        var seed = a ^ BitOperations.RotateLeft(b, 17) ^ BitOperations.RotateLeft(c, 34) ^ BitOperations.RotateLeft(d, 51);
        var mixed = Mix(ref seed) ^ key;
        return new Rng(Mix(ref mixed), Mix(ref mixed), Mix(ref mixed), Mix(ref mixed));
    }

    /// <summary>The generators of keys 0 to <paramref name="count"/> − 1: one a stream, so that no stream's chance depends on another's.</summary>
    public Rng[] SplitMany(int count)
    {
        var parts = new Rng[count];
        for (var key = 0; key < count; key++) parts[key] = Split((ulong)key);
        return parts;
    }

    /// <summary>A copy that will give the same numbers.</summary>
    public Rng Clone() => new(a, b, c, d);

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform whole number from 0 to <paramref name="count"/> − 1, without bias (Lemire, 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public int NextInt(int count)
    {
        Require.InRange(count, 1, int.MaxValue, nameof(count));
        var n = (uint)count;
        var product = (ulong)(uint)(NextUInt64() >> 32) * n;
        if ((uint)product < n)
        {
            var threshold = (0 - n) % n;
            while ((uint)product < threshold) product = (ulong)(uint)(NextUInt64() >> 32) * n;
        }

        return (int)(product >> 32);
    }

    /// <summary>Standard normal (Box and Muller, 1958; the second value is not kept, so that the state says everything).</summary>
    public double NextGaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Draws an index with the given probabilities (not necessarily normalised).</summary>
    public int NextCategorical(ReadOnlySpan<float> weights)
    {
        double total = 0;
        foreach (var weight in weights) total += weight;
        var point = NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            point -= weights[i];
            if (point < 0) return i;
        }

        return last;
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
