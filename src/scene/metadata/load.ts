import { metadataMeaning, metadataName } from './meaning.ts';
import { useMetadata } from './part.ts';

/* Importing this file makes the records of the metadata log readable. The page imports it with KRaft mode. */
useMetadata({ recordName: metadataName, meaning: metadataMeaning });
