namespace TorchSharp.Modules;

/// <summary>Parameters that share settings.</summary>
public class ParamGroup : torch.optim.ILearningRateController
{
    internal ParamGroup(IEnumerable<Parameter> parameters, double lr)
    {
        Parameters = [.. parameters];
        LearningRate = InitialLearningRate = lr;
    }

    public IEnumerable<Parameter> Parameters { get; set; }

    public double LearningRate { get; set; }

    public double InitialLearningRate { get; set; }
}
