namespace AlgoDistill.Learning;

/// <summary>What a model computes with while it is trained. Parameters, their gradients and the optimiser's state are float32 all the same.</summary>
public enum Precision
{
    /// <summary>32 bits everywhere.</summary>
    Float32,

    /// <summary>Products of matrices and attention in bfloat16 (Micikevicius et al. 2018; Kalamkar et al. 2019): for accelerators, whose units for it are several times faster.</summary>
    Bfloat16,
}
