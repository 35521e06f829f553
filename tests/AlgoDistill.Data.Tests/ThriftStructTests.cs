namespace AlgoDistill.Data.Tests;

public class ThriftStructTests
{
    // Field 1, i32: 1; field 2, a list of two texts; field 3, a structure with a flag; stop
    static readonly byte[] Whole = [0x15, 0x02, 0x19, 0x28, 0x01, (byte)'a', 0x02, (byte)'b', (byte)'c', 0x1c, 0x11, 0x00, 0x00];

    [Fact]
    public void A_whole_structure_is_whole_and_each_piece_of_it_is_not()
    {
        Assert.True(ThriftStruct.IsWhole(Whole));
        for (var length = 0; length < Whole.Length; length++) Assert.False(ThriftStruct.IsWhole(Whole.AsSpan(0, length)));
        Assert.False(ThriftStruct.IsWhole([.. Whole, 0]));
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0 })]      // a number of more than 64 bits
    [InlineData(new byte[] { 0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x07, 0 })]                                    // a list of two thousand million numbers
    [InlineData(new byte[] { 0x18, 0x05, 1, 2, 0 })]                                                            // a text that is cut off
    [InlineData(new byte[] { 0x1f, 0 })]                                                                        // a type that there is not
    public void What_leads_beyond_the_end_is_not_whole(byte[] bytes) => Assert.False(ThriftStruct.IsWhole(bytes));

    [Fact]
    public void Structures_in_structures_without_end_are_not_whole() => Assert.False(ThriftStruct.IsWhole([.. Enumerable.Repeat((byte)0x1c, 100_000), .. new byte[100_001]]));
}
