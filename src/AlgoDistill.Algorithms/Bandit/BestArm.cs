using System.Numerics;
using System.Runtime.InteropServices;

namespace AlgoDistill.Algorithms;

/// <summary>
/// The probability that each of several independent beliefs is the greatest, P(i) = ∫ pdf_i(x) Π_{j ≠ i} cdf_j(x) dx, to 1e-6 for smooth
/// densities (1e-4 where a Beta belief rises like a root at its end). The line is cut where a belief ends or after
/// <see cref="PieceDeviations"/> deviations of one, and each piece is integrated by Gauss and Legendre, the distribution functions by the
/// same nodes from the top down.
/// </summary>
/// <param name="arms">Arms K.</param>
sealed class BestArm(int arms)
{
    const int Nodes = GaussLegendre.Nodes;

    /// <summary>A normal density over so many of its deviations is a polynomial of degree 31 to 1e-8.</summary>
    const double PieceDeviations = 10;

    readonly double[] densities = new double[arms * Nodes], below = new double[arms * Nodes]; // (K, N): pdf and cdf of each arm at the nodes
    readonly double[] rest = new double[arms * Nodes]; // (K, N): product of the cdfs of the arms before
    readonly double[] points = new double[Nodes], logs = new double[Nodes], restLogs = new double[Nodes], product = new double[Nodes]; // (N)
    readonly double[] above = new double[arms]; // (K): probability above the piece

    /// <summary>Writes the probabilities, which sum to 1.</summary>
    public void Find<TBelief>(ReadOnlySpan<TBelief> beliefs, Span<double> probabilities) where TBelief : struct, IBelief<TBelief>
    {
        var (bottom, top) = (double.NegativeInfinity, double.NegativeInfinity); // below the bottom some belief has nothing
        foreach (ref readonly var belief in beliefs) (bottom, top) = (Math.Max(bottom, belief.Lower), Math.Max(top, belief.Upper));
        Array.Clear(above);
        probabilities.Clear();
        while (top > bottom)
        {
            var from = bottom;
            foreach (ref readonly var belief in beliefs) from = Math.Max(from, Math.Min(belief.Upper, top - PieceDeviations * belief.Deviation));
            AddPiece(beliefs, from, top, probabilities);
            top = from;
        }

        var sum = 0.0;
        foreach (var probability in probabilities) sum += probability;
        foreach (ref var probability in probabilities) probability /= sum;
    }

    void AddPiece<TBelief>(ReadOnlySpan<TBelief> beliefs, double from, double top, Span<double> probabilities) where TBelief : struct, IBelief<TBelief>
    {
        var half = (top - from) / 2;
        for (var k = 0; k < Nodes; k++)
        {
            points[k] = from + half * (1 + GaussLegendre.Points[k]);
            (logs[k], restLogs[k]) = (Math.Log(points[k]), Math.Log(1 - points[k]));
        }

        Array.Fill(product, 1);
        for (var arm = 0; arm < arms; arm++)
        {
            if (beliefs[arm].Upper <= from) continue;
            Tabulate(beliefs[arm], arm, half);
            product.CopyTo(rest, arm * Nodes);
            Multiply(arm);
        }

        Array.Fill(product, 1);
        for (var arm = arms - 1; arm >= 0; arm--)
        {
            if (beliefs[arm].Upper <= from) continue;
            for (var k = 0; k < Nodes; k++)
                probabilities[arm] += half * GaussLegendre.Weights[k] * densities[arm * Nodes + k] * rest[arm * Nodes + k] * product[k];
            Multiply(arm);
        }
    }

    /// <summary>Fills the arm's rows of pdf and cdf, and moves its probability in the piece to what lies above.</summary>
    void Tabulate<TBelief>(in TBelief belief, int arm, double half) where TBelief : struct, IBelief<TBelief>
    {
        var pdf = densities.AsSpan(arm * Nodes, Nodes);
        var cdf = MemoryMarshal.Cast<double, Vector<double>>(below.AsSpan(arm * Nodes, Nodes));
        cdf.Fill(new Vector<double>(1 - above[arm]));
        for (var j = 0; j < Nodes; j++)
        {
            pdf[j] = Math.Exp(belief.LogDensity(points[j], logs[j], restLogs[j]));
            above[arm] += half * GaussLegendre.Weights[j] * pdf[j];
            var tails = MemoryMarshal.Cast<double, Vector<double>>(GaussLegendre.Tails.Slice(j * Nodes, Nodes));
            var scale = new Vector<double>(half * pdf[j]);
            for (var k = 0; k < cdf.Length; k++) cdf[k] -= scale * tails[k];
        }
    }

    /// <summary>Multiplies the product by the arm's cdf, which rounding may have left a little below zero.</summary>
    void Multiply(int arm)
    {
        for (var k = 0; k < Nodes; k++) product[k] *= Math.Max(below[arm * Nodes + k], 0);
    }
}
