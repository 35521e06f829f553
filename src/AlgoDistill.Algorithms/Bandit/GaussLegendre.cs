namespace AlgoDistill.Algorithms;

/// <summary>Integrals over [−1, 1] from the values at the zeros of a Legendre polynomial: exact for polynomials of degree 2 · Nodes − 1.</summary>
static class GaussLegendre
{
    /// <summary>Nodes N.</summary>
    public const int Nodes = 32;

    static readonly double[] points = new double[Nodes], weights = new double[Nodes], tails = new double[Nodes * Nodes];

    static GaussLegendre()
    {
        var values = new double[Nodes][];
        for (var k = 0; k < Nodes; k++)
        {
            var x = Math.Cos(Math.PI * (k + 0.75) / (Nodes + 0.5)); // close to the k-th zero; Newton's method does the rest
            for (var round = 0; round < 8; round++) x -= Legendre(x)[Nodes] / Slope(x);
            (points[k], values[k]) = (x, Legendre(x));
            weights[k] = 2 / ((1 - x * x) * Slope(x) * Slope(x));
        }

        for (var j = 0; j < Nodes; j++)
            for (var k = 0; k < Nodes; k++) tails[j * Nodes + k] = Tail(j, k);

        // The integral over [x_k, 1] of the polynomial of degree N − 1 that is 1 at x_j and 0 at the other nodes,
        // w_j Σ_n (n + ½) P_n(x_j) P_n, term by term: (2n + 1) P_n is the slope of P_{n+1} − P_{n−1}.
        double Tail(int j, int k)
        {
            var sum = 1 - points[k];
            for (var n = 1; n < Nodes; n++) sum += values[j][n] * (values[k][n - 1] - values[k][n + 1]);
            return weights[j] / 2 * sum;
        }
    }

    /// <summary>(N): the nodes, in falling order.</summary>
    public static ReadOnlySpan<double> Points => points;

    /// <summary>(N): what the value at each node weighs in the integral over [−1, 1].</summary>
    public static ReadOnlySpan<double> Weights => weights;

    /// <summary>(N, N): what the value at node j weighs in the integral from node k to 1, in row j and column k; exact for polynomials of degree N − 1.</summary>
    public static ReadOnlySpan<double> Tails => tails;

    /// <summary>(N + 1): the Legendre polynomials of degree 0 to N at x.</summary>
    static double[] Legendre(double x)
    {
        var p = new double[Nodes + 1];
        (p[0], p[1]) = (1, x);
        for (var n = 1; n < Nodes; n++) p[n + 1] = ((2 * n + 1) * x * p[n] - n * p[n - 1]) / (n + 1);
        return p;
    }

    /// <summary>Slope of the Legendre polynomial of degree N at x.</summary>
    static double Slope(double x)
    {
        var p = Legendre(x);
        return Nodes * (p[Nodes - 1] - x * p[Nodes]) / (1 - x * x);
    }
}
