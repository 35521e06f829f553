using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class FeatureEncoderTests
{
    [Fact]
    public void Discrete_components_are_one_hot()
    {
        var encoder = new FeatureEncoder(new Space.Discrete(3, 2), normalise: true);
        var features = new float[12];
        Array.Fill(features, 9); // what was there before does not matter
        encoder.Encode([0, 2, 1, 1], features);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0], features);
    }

    [Fact]
    public void Real_numbers_are_read_as_they_are_unless_normalised()
    {
        var encoder = new FeatureEncoder(new Space.Box(2, -9, 9), normalise: false);
        encoder.Learn([5, 6, 7, 8]);
        var features = new float[4];
        encoder.Encode([1, 2, 3, 4], features);
        Assert.Equal([1, 2, 3, 4], features);
    }

    [Fact]
    public void Normalised_numbers_have_the_mean_and_deviation_of_all_that_was_seen()
    {
        var (encoder, rng) = (new FeatureEncoder(new Space.Box(2, -1000, 1000), normalise: true), new Rng(1));
        var seen = Enumerable.Range(0, 500).SelectMany(_ => (float[])[(float)(50 + 3 * rng.NextGaussian()), (float)(-7 + 0.1 * rng.NextGaussian())]).ToArray();
        for (var first = 0; first < seen.Length; first += 100) encoder.Learn(seen.AsSpan(first, 100)); // batch by batch
        var features = new float[seen.Length];
        encoder.Encode(seen, features);
        for (var component = 0; component < 2; component++)
        {
            var values = features.Where((_, i) => i % 2 == component).Select(x => (double)x).ToArray();
            Assert.Equal(0, values.Average(), 1e-4);
            Assert.Equal(1, values.Average(x => x * x), 1e-3);
        }

        encoder.Encode([1000, 1000], features.AsSpan(0, 2));
        Assert.Equal([10, 10], features[..2]); // ten deviations at most
    }
}
