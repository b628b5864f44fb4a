import type { CrashKind, Intervention } from '../intervention.ts';
import type { DisconnectReason } from '../turn.ts';
import type { ConnectionId, NodeId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that the kernel and the network write. */
export interface KernelEntries {
  Intervened: { readonly intervention: Intervention };
  ProcessStarted: { readonly incarnation: number };
  ProcessStopping: Record<never, never>;
  ProcessExited: Record<never, never>;
  ProcessCrashed: { readonly kind: CrashKind };
  ProcessFroze: Record<never, never>;
  ProcessThawed: Record<never, never>;
  /** A disk is slow from now on, or (0) as fast as before. */
  DiskChanged: { readonly extra: number };
  LinkChanged: { readonly to: NodeId; readonly cut: boolean; readonly extra: number };
  ConnectionOpened: { readonly connection: ConnectionId; readonly peer: NodeId };
  ConnectionLost: {
    readonly connection: ConnectionId;
    readonly peer: NodeId;
    readonly reason: DisconnectReason;
    readonly failed: number;
  };
  RequestSent: {
    readonly api: string;
    readonly to: NodeId;
    readonly connection: ConnectionId;
    readonly correlationId: number;
  };
  RequestReceived: {
    readonly api: string;
    readonly from: NodeId;
    readonly connection: ConnectionId;
    readonly correlationId: number;
  };
  ResponseSent: {
    readonly api: string;
    readonly to: NodeId;
    readonly connection: ConnectionId;
    readonly correlationId: number;
  };
  ResponseReceived: {
    readonly api: string;
    readonly from: NodeId;
    readonly connection: ConnectionId;
    readonly correlationId: number;
  };
  NotificationSent: { readonly api: string; readonly to: NodeId; readonly connection: ConnectionId };
  /** Something under way reached nobody: the connection was gone, or the machine has no power. */
  PacketLost: { readonly what: string; readonly to: NodeId; readonly connection: ConnectionId };
}

export const kernelInterest: { readonly [T in keyof KernelEntries]: Interest } = {
  Intervened: 'detail',
  ProcessStarted: 'detail',
  ProcessStopping: 'beat',
  ProcessExited: 'beat',
  ProcessCrashed: 'beat',
  ProcessFroze: 'beat',
  ProcessThawed: 'beat',
  DiskChanged: 'beat',
  LinkChanged: 'beat',
  ConnectionOpened: 'noise',
  ConnectionLost: 'detail',
  RequestSent: 'noise',
  RequestReceived: 'noise',
  ResponseSent: 'noise',
  ResponseReceived: 'noise',
  NotificationSent: 'noise',
  PacketLost: 'detail',
};
