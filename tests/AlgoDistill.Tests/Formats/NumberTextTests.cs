namespace AlgoDistill.Tests;

public class NumberTextTests
{
    static readonly Space.Box Line = new(1, float.NegativeInfinity, float.PositiveInfinity);

    /// <remarks>The texts are those of <c>repr</c> in CPython 3 for the shortest decimal of the float.</remarks>
    [Theory]
    [InlineData(0f, "0.0")]
    [InlineData(-0f, "-0.0")]
    [InlineData(1f, "1.0")]
    [InlineData(-12f, "-12.0")]
    [InlineData(0.1f, "0.1")]
    [InlineData(0.0001f, "0.0001")]
    [InlineData(0.00012345f, "0.00012345")]
    [InlineData(1e-5f, "1e-05")]
    [InlineData(-1.5e-5f, "-1.5e-05")]
    [InlineData(1e7f, "10000000.0")]
    [InlineData(16777216f, "16777216.0")]
    [InlineData(1.2345679e15f, "1234568000000000.0")]
    [InlineData(-9.999999e15f, "-9999999000000000.0")]
    [InlineData(1e16f, "1e+16")]
    [InlineData(-3.25e20f, "-3.25e+20")]
    [InlineData(float.MaxValue, "3.4028235e+38")]
    [InlineData(float.Epsilon, "1e-45")]
    [InlineData(float.PositiveInfinity, "inf")]
    [InlineData(float.NegativeInfinity, "-inf")]
    public void Python_writes_numbers_so(float value, string text) => Assert.Equal($" {text}\n", Action(new AdRlhfCodeFormat(), Line, value));

    [Theory]
    [InlineData(10_000_000, "10000000=")]
    [InlineData(16_777_215, "16777215=")]
    public void Whole_numbers_have_no_exponent(int value, string text)
    {
        var space = new Space.Discrete(1 << 24);
        Assert.Equal(text, Action(new CompactFormat(), space, value));
        var read = new float[1];
        Assert.True(new CompactFormat().TryReadAction(text, space, read, out _));
        Assert.Equal(value, read[0]);
    }

    static string Action(ILanguageFormat format, Space space, float value)
    {
        var text = new System.Text.StringBuilder();
        format.WriteAction(text, space, [value]);
        return text.ToString();
    }
}
