using System.Text;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class SafeTensorsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    string File => Path.Combine(folder, "x.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TensorsOfEveryTypeComeBackAsTheyWere()
    {
        using var scope = NewDisposeScope();
        var tensors = new (string, Tensor)[]
        {
            ("float", tensor(new[] { 1.5f, -0f, float.MinValue }).view(3, 1)), ("double", tensor(new[] { Math.PI })),
            ("long", tensor(new[] { long.MaxValue, -1 })), ("flag", tensor(new[] { true, false })), ("empty", zeros(0, 4)), ("scalar", tensor(7f)),
        };
        SafeTensors.Save(File, tensors, new Dictionary<string, string> { ["step"] = "12" });
        var (loaded, metadata) = SafeTensors.Load(File);
        Assert.Equal("12", metadata["step"]);
        foreach (var (name, value) in tensors)
        {
            Assert.Equal(value.shape, loaded[name].shape);
            Assert.Equal(value.dtype, loaded[name].dtype);
            Assert.Equal(value.bytes.ToArray(), loaded[name].bytes.ToArray());
        }
    }

    [Fact]
    public void TheFileIsWhatTheFormatSays()
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(File, [("a", tensor(new[] { 1f, 2f }))], new Dictionary<string, string>());
        var bytes = System.IO.File.ReadAllBytes(File);
        var length = BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"__metadata__":{},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", Encoding.UTF8.GetString(bytes, 8, (int)length).TrimEnd());
        Assert.Equal([1f, 2f], new[] { BitConverter.ToSingle(bytes, 8 + (int)length), BitConverter.ToSingle(bytes, 12 + (int)length) });
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(-1)]
    public void ATruncatedFileIsRefused(int keep)
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(File, [("a", ones(10))], new Dictionary<string, string>());
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..(keep < 0 ? bytes.Length + keep : keep)]);
        Assert.Contains("no whole safetensors file", Assert.Throws<InvalidDataException>(() => SafeTensors.Load(File)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8000]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"X9","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"shape":[2]}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void AHostileHeaderIsRefused(string header)
    {
        System.IO.File.WriteAllBytes(File, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[8]]);
        Assert.Throws<InvalidDataException>(() => SafeTensors.Load(File));
    }
}
