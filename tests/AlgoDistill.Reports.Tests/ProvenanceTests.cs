namespace AlgoDistill.Reports.Tests;

public sealed class ProvenanceTests
{
    [Fact]
    public void CommandsSeedsBuildAndConfigurationsAreTables()
    {
        var tables = Synthetic.Bandit().Provenance.Tables();
        Assert.Equal(["build", "commands", "seeds", "configuration-1"], tables.Select(table => table.Name));
        Assert.Equal(["library", "commit", "runtime", "system", "computed by"], tables[0].Rows.Select(row => row[0].Text));
        Assert.Equal("algodistill report a b", tables[1].Rows.Single()[0].Text);
        Assert.Equal(["Source", "seed", "7"], tables[2].Rows.Single().Select(cell => cell.Text));
    }

    [Fact]
    public void WhatIsNotKnownHasNoTable() => Assert.Equal(["build"], new Provenance().Tables().Select(table => table.Name));

    [Fact]
    public void ReportsAddTheCommandThatMadeThem() =>
        Assert.Equal(["algodistill report a b", "x"], Synthetic.Bandit().MadeBy("x").Provenance.Commands);
}
