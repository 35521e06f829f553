namespace AlgoDistill.Tasks.Bandits;

/// <summary>The convex hull of points in the plane, by its lower and its upper chain (Andrew, 1979).</summary>
static class ConvexHull
{
    /// <summary>Length of its boundary: twice the length of a segment, 0 of a point.</summary>
    public static double Perimeter(IEnumerable<(double X, double Y)> points)
    {
        var ordered = points.Order().ToArray();
        return ChainLength(ordered) + ChainLength(ordered.Reverse());
    }

    static double ChainLength(IEnumerable<(double X, double Y)> ordered)
    {
        var chain = new List<(double X, double Y)>();
        foreach (var point in ordered)
        {
            while (chain.Count >= 2 && Cross(chain[^2], chain[^1], point) <= 0) chain.RemoveAt(chain.Count - 1);
            chain.Add(point);
        }

        return chain.Zip(chain.Skip(1), (a, b) => double.Hypot(b.X - a.X, b.Y - a.Y)).Sum();
    }

    /// <summary>Positive where <paramref name="c"/> lies to the left of the way from <paramref name="a"/> to <paramref name="b"/>.</summary>
    static double Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
