using System.Globalization;
using System.Text.Json.Nodes;

namespace AlgoDistill.Reports.Tests;

public sealed class DataTableTests
{
    static readonly DataTable Table = new("t", "A table",
        [new Column("Name, first"), new Column("n", ColumnKind.Number, "0"), new Column("mean", ColumnKind.Interval, "0.00")],
        [["say \"hi\"", 3, new Interval(1.0 / 3, 0.25, 0.5)], ["plain", double.NaN, (Interval?)null]]);

    [Fact]
    public void CsvQuotesAndKeepsAllDigits() => Assert.Equal(
        "\"Name, first\",n,mean,mean: low,mean: high\r\n\"say \"\"hi\"\"\",3,0.3333333333333333,0.25,0.5\r\nplain,,,,\r\n", Table.ToCsv());

    [Fact]
    public void TextAlignsNumbersRight() => Assert.Equal(
        "Name, first  n               mean\nsay \"hi\"     3  0.33 [0.25, 0.50]\nplain\n", Table.ToText());

    [Fact]
    public void TextsDoNotDependOnTheCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        var expected = (Table.ToCsv(), Table.ToText());
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal(expected, (Table.ToCsv(), Table.ToText()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void AConfigurationIsATableOfItsSettings()
    {
        var table = DataTable.FromJson("c", "C", JsonNode.Parse("""{ "a": 1, "b": { "c": "x", "d": null }, "e": [1, 2] }""")!.AsObject());
        Assert.Equal("Setting,Value\r\na,1\r\nb.c,x\r\nb.d,none\r\ne,\"[1,2]\"\r\n", table.ToCsv());
    }
}
