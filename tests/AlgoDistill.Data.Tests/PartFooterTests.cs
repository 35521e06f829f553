using System.Buffers.Binary;

namespace AlgoDistill.Data.Tests;

public class PartFooterTests
{
    static readonly Space Observations = new Space.Discrete(9, 2), Actions = new Space.Box(1, -9, 9);

    static byte[] Footer()
    {
        ExtraField[] fields = [new("score", ExtraType.Float), new("tokens", ExtraType.Integers), new("prompt", ExtraType.Text)];
        var part = new PartWriter(new StoreColumns(Observations, Actions, [.. fields], ["update"])).Write(SomeExtra.Histories(Observations, Actions, fields), "{}").Span;
        return part[^(8 + BinaryPrimitives.ReadInt32LittleEndian(part[^8..]))..^8].ToArray();
    }

    [Fact]
    public void A_footer_is_whole_and_each_piece_of_it_is_not()
    {
        var footer = Footer();
        Assert.True(PartFooter.IsWhole(footer));
        for (var length = 0; length < footer.Length; length++) Assert.False(PartFooter.IsWhole(footer.AsSpan(0, length)));
        Assert.False(PartFooter.IsWhole([.. footer, 0]));
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0 })]      // a number of more than 64 bits
    [InlineData(new byte[] { 0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0 })]                                    // a list of two thousand million structures
    [InlineData(new byte[] { 0x29, 0x15, 0x02, 0 })]                                                            // a list of numbers where structures must be
    [InlineData(new byte[] { 0x68, 0x05, 1, 2, 0 })]                                                            // a text that is cut off
    [InlineData(new byte[] { 0x18, 0x01, 1, 0 })]                                                               // a text where a number must be
    [InlineData(new byte[] { 0x85, 0x02, 0 })]                                                                  // a field that there is not
    public void What_a_reader_would_be_lost_in_is_refused(byte[] bytes) => Assert.False(PartFooter.IsWhole(bytes));
}
