using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Tests.Import;

public class JsonSourceTests
{
    [Fact]
    public void A_key_that_comes_twice_is_refused()
    {
        var message = Assert.Throws<StoreException>(() => JsonSource.Parse("x.json", "line 3", """{"a": [1], "b": {"c": 1, "c": 2}}""")).Message;
        Assert.StartsWith("x.json: line 3: is no JSON", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_text()
    {
        Assert.Equal("😀", JsonSource.Text("x.json", "prompt", JsonSource.Parse("x.json", "", """ "\ud83d\ude00" """)));
        var message = Assert.Throws<StoreException>(() => JsonSource.Text("x.json", "prompt", JsonSource.Parse("x.json", "", """ "\ud83d" """))).Message;
        Assert.StartsWith("x.json: prompt: is no Unicode text", message, StringComparison.Ordinal);
    }
}
