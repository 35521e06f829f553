namespace AlgoDistill.Reports.Tests;

public sealed class PaletteTests
{
    [Fact]
    public void AllSeriesOfAFigureDifferAndKeepTheirStyleInEverySet()
    {
        (string, AlgorithmRole)[] series = [("a", AlgorithmRole.Source), ("b", AlgorithmRole.Distilled), ("c", AlgorithmRole.Distilled),
            ("d", AlgorithmRole.ExpertDistilled), ("e", AlgorithmRole.Random)];
        var styles = Palette.For([.. series, .. series]);
        Assert.Equal(["a", "b", "c", "d", "e"], styles.Select(style => style.Label));
        Assert.Equal(5, styles.Select(style => style.Colour).Distinct().Count());
    }
}
