namespace AlgoDistill.Learning.Tests;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("3,4>2=1;")]
    [InlineData("über 9 000 → naïve 日本")]
    public void BytesRoundTripAnyText(string text)
    {
        var tokens = new List<int>();
        new ByteTokenizer().Encode(text, tokens);
        Assert.All(tokens, token => Assert.InRange(token, 0, 255));
        Assert.Equal(text, new ByteTokenizer().Decode([.. tokens]));
    }

    [Fact]
    public void FieldsTakeTheLongestTokenFirst()
    {
        var tokenizer = new FieldTokenizer(["1", "12", "2", "123", "3"]);
        var tokens = new List<int>();
        tokenizer.Encode("12312", tokens);
        Assert.Equal([3, 1], tokens);
        Assert.Equal("12312", tokenizer.Decode([.. tokens]));
    }

    [Fact]
    public void TextOutsideTheVocabularyIsRefusedWithItsPlace()
    {
        var error = Assert.Throws<ArgumentException>(() => new FieldTokenizer(["a"]).Encode("aab", []));
        Assert.Contains("\"b\" at character 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVocabularyWithATokenTwiceIsRefused() => Assert.Throws<ArgumentException>(() => new FieldTokenizer(["a", "a"]));
}
