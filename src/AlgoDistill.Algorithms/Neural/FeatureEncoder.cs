namespace AlgoDistill.Algorithms;

/// <summary>Observations as a network reads them: discrete components one-hot, real numbers as they are or normalised.</summary>
/// <remarks>
/// The running mean and deviation change only by <see cref="Learn"/>, which learners call after an update, so that a policy reads an
/// observation alike when it acts and when it is improved.
/// </remarks>
sealed class FeatureEncoder
{
    const double Clip = 10; // deviations; Engstrom et al. 2020
    readonly Space space;
    readonly double[] means, squares; // of each component; squares are sums of squared deviations
    readonly float[] scales;
    long count;

    /// <param name="space">What is observed.</param>
    /// <param name="normalise">Whether real numbers lose their running mean and are divided by their running deviation.</param>
    public FeatureEncoder(Space space, bool normalise)
    {
        this.space = space;
        (means, squares, scales) = normalise && space is Space.Box ? (new double[space.Width], new double[space.Width], new float[space.Width]) : ([], [], []);
    }

    /// <summary>Numbers in an observation.</summary>
    public int ObservationWidth => space.Width;

    /// <summary>Features F of one observation.</summary>
    public int Width => space is Space.Discrete discrete ? discrete.Count * discrete.Size : space.Width;

    /// <summary>Encodes observations: (N, observation width) to (N, F).</summary>
    public void Encode(ReadOnlySpan<float> observations, Span<float> features)
    {
        if (space is Space.Discrete discrete) OneHot(discrete.Count, observations, features);
        else if (count < 2) observations.CopyTo(features);
        else Normalise(observations, features);
    }

    /// <summary>Takes observations, (N, observation width), into the running mean and deviation (Chan, Golub and LeVeque 1983).</summary>
    public void Learn(ReadOnlySpan<float> observations)
    {
        if (means.Length == 0 || observations.Length == 0) return;
        var (width, added) = (means.Length, observations.Length / means.Length);
        for (var i = 0; i < width; i++)
        {
            double mean = 0, square = 0;
            for (var row = i; row < observations.Length; row += width) mean += observations[row] / (double)added;
            for (var row = i; row < observations.Length; row += width) square += (observations[row] - mean) * (observations[row] - mean);
            var difference = mean - means[i];
            means[i] += difference * added / (count + added);
            squares[i] += square + difference * difference * count * added / (count + added);
            scales[i] = (float)(1 / Math.Sqrt(squares[i] / (count + added) + 1e-8));
        }

        count += added;
    }

    static void OneHot(int values, ReadOnlySpan<float> observations, Span<float> features)
    {
        features.Clear();
        for (var i = 0; i < observations.Length; i++) features[i * values + (int)observations[i]] = 1;
    }

    void Normalise(ReadOnlySpan<float> observations, Span<float> features)
    {
        for (var i = 0; i < observations.Length; i++)
        {
            var component = i % means.Length;
            features[i] = (float)Math.Clamp((observations[i] - means[component]) * scales[component], -Clip, Clip);
        }
    }
}
