namespace AlgoDistill.Tests;

public class AssetsTests
{
    [Fact]
    public void A_file_is_found_below_a_folder_above() =>
        Assert.Equal(Path.Combine(Repository.Root, "global.json"), Assets.Find("global.json", "ALGODISTILL_NOT_SET"));

    [Fact]
    public void A_missing_file_is_named_with_the_way_to_get_it()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Assets.Find("build/no-such-file", "ALGODISTILL_NOT_SET"));
        Assert.Equal("build/no-such-file is missing; run ./algodistill setup, or name the file in ALGODISTILL_NOT_SET", error.Message);
    }

    [Fact]
    public void The_variable_goes_first_and_must_name_a_file()
    {
        const string variable = "ALGODISTILL_TEST_ASSET";
        var named = Path.Combine(Repository.Root, "LICENSE");
        Environment.SetEnvironmentVariable(variable, named);
        Assert.Equal(named, Assets.Find("global.json", variable));
        Environment.SetEnvironmentVariable(variable, named + ".missing");
        Assert.Contains(variable, Assert.Throws<FileNotFoundException>(() => Assets.Find("global.json", variable)).Message, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(variable, null);
    }
}
